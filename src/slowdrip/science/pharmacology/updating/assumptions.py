"""The numbers of updating that no model file holds, each with where it comes from.

All of them are proposals to be confirmed by the clinic's medical director; none is shown as published.
"""

HR_SD_BPM = 7.5
HR_SD_SOURCE = "Kurian 2025, Front Physiol: RMSE of a heart rate model 7.5 bpm; taken as the SD of a reading: proposal"
DISSOCIATION_ROOT_SD = 0.35
CADSS_ROOT_SD = 0.6
SCORE_SD_SOURCE = "no published error of a rating in one person was found; SD of the square root of the score: proposal"
EFFECT_VISIT_CV = 0.25
EFFECT_VISIT_SOURCE = "no published spread of an effect between visits was found: proposal"
EFFECT_DELAY_LOG_SD = 0.4
EFFECT_DELAY_SOURCE = "Olofsen 2012: half-life 6.1 min on average, 0 to 11.8 between people; no SD was read: proposal"
EFFECT_SHAPE_LOG_SD = 0.3
EFFECT_SHAPE_SOURCE = "concentration of half the rise is our calibration; its spread between people unknown: proposal"
DISSOCIATION_TOP_SOURCE = "a rating of 10 stands for the largest effect of an average person: proposal"
FIRST_VENOUS_MIN = 5.0
FIRST_VENOUS_SOURCE = "recalculation of the venous link: no venous value in the first five minutes"
