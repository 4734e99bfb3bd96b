// Starts what every page needs. Each part works alone and the pages work, more slowly, without any of them.

import * as clock from "./clock.js";
import * as finger from "./finger.js";
import * as given from "./given.js";
import * as keep from "./keep.js";
import * as leaving from "./leaving.js";
import * as live from "./live.js";
import * as opened from "./opened.js";
import * as onetap from "./onetap.js";
import * as offline from "./offline.js";
import * as queued from "./queued.js";
import * as saved from "./saved.js";
import * as sending from "./sending.js";
import * as sound from "./sound.js";
import * as typed from "./typed.js";

clock.start();
finger.start();
given.start();
keep.start();
opened.start();
onetap.start();
typed.start();
queued.start();
saved.start();
sending.start();
offline.start();
leaving.start();
live.start();
sound.start();
