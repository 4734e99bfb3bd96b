"""`slowdrip validate`: each gate measured with the shipped models, judged, drawn and printed, failing ones too."""
