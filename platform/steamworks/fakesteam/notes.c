/* What arrived: each call with its arguments is a line, kept for
   fakesteam_written, and written to the file that FAKESTEAM_WRITTEN names. */
#include "fakesteam.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char written[1 << 16];

/* fake.mu is held. */
void note(const char *format, ...) {
	size_t n = strlen(written);
	va_list args;
	va_start(args, format);
	vsnprintf(written + n, sizeof written - n, format, args);
	va_end(args);
	const char *path = getenv("FAKESTEAM_WRITTEN");
	FILE *file = path ? fopen(path, "a") : NULL;
	if (file) {
		fputs(written + n, file);
		fclose(file);
		written[n] = 0;
	}
}

/* What was written down since the last time. */
EXPORT const char *fakesteam_written(void) {
	static char copy[sizeof written];
	pthread_mutex_lock(&fake.mu);
	memcpy(copy, written, sizeof copy);
	written[0] = 0;
	pthread_mutex_unlock(&fake.mu);
	return copy;
}
