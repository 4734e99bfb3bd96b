"""The ASGI application that `slowdrip serve` runs."""

import os
import warnings

from django.core.asgi import get_asgi_application

# Static files are read in a thread and streamed from there; Django warns of it at each start. They are small.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowdrip.site.settings")
application = get_asgi_application()
