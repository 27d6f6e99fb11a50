/* Init, shutdown, faults, and the interfaces' accessors. */
#include "fakesteam.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct fake fake = {.mu = PTHREAD_MUTEX_INITIALIZER};

static atomic_int inside; /* calls of interface functions that have not returned */

void die(const char *why, const char *what) {
	fprintf(stderr, "fakesteam: %s: %s\n", what, why);
	abort();
}

int64_t now_ms(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* fault reports whether "name=value" (or "name", with value NULL) is asked for. */
bool fault(const char *name, const char *value) {
	char want[64];
	if (!fake.faults[0]) return false;
	snprintf(want, sizeof want, value ? ",%s=%s," : ",%s,", name, value);
	return strstr(fake.faults, want) != NULL;
}

static void read_faults(void) {
	const char *f = getenv("FAKESTEAM_FAULT");
	if (f && *f) snprintf(fake.faults, sizeof fake.faults, ",%s,", f);
	else fake.faults[0] = 0;
}

/* app_id follows Valve's order: the environment, then steam_appid.txt. */
static uint32_t app_id(void) {
	const char *e = getenv("SteamAppId");
	if (e) return (uint32_t)strtoul(e, NULL, 10);
	FILE *f = fopen("steam_appid.txt", "r");
	unsigned id = 0;
	if (f) {
		if (fscanf(f, "%u", &id) != 1) id = 0;
		fclose(f);
	}
	return id;
}

static int start(char *message, size_t size) {
	read_faults();
	const char *wanted = strstr(fake.faults, ",init=");
	if (wanted && atoi(wanted + 6) != 0) {
		snprintf(message, size, "fakesteam: asked to fail with %d", atoi(wanted + 6));
		return atoi(wanted + 6);
	}
	const char *dir = getenv("FAKESTEAM_DIR"), *id = getenv("FAKESTEAM_ID");
	if (!dir || !id || !*dir || !*id) {
		snprintf(message, size, "fakesteam: no Steam client: FAKESTEAM_DIR and FAKESTEAM_ID are not set");
		return 2;
	}
	if (!(fake.app = app_id())) {
		snprintf(message, size, "fakesteam: No appID found in the environment nor in steam_appid.txt");
		return 1;
	}
	const char *ms = getenv("FAKESTEAM_TIMEOUT_MS"), *name = getenv("FAKESTEAM_NAME");
	fake.timeout = ms ? atoll(ms) : 20000;
	fake.me = strtoull(id, NULL, 10);
	fake.dir = strdup(dir);
	fake.name = strdup(name ? name : "Fake Player");
	if (!thread_start()) {
		snprintf(message, size, "fakesteam: can't listen, or can't write into %s", dir);
		return 1;
	}
	fake.running = true;
	return 0;
}

EXPORT int SteamAPI_InitFlat(char *message) {
	char ignored[1024];
	pthread_mutex_lock(&fake.mu);
	int result = fake.running ? 0 : start(message ? message : ignored, 1024);
	pthread_mutex_unlock(&fake.mu);
	return result;
}

EXPORT int SteamInternal_SteamAPI_Init(const char *versions, char *message) {
	/* A list of strings, ended by an empty one. Versions that nobody knows
	   are refused, as Valve's library does. */
	for (const char *v = versions; v && *v; v += strlen(v) + 1)
		if (strncmp(v, "Steam", 5) && strncmp(v, "STEAM", 5)) {
			snprintf(message, 1024, "fakesteam: unknown interface %s", v);
			return 3;
		}
	return SteamAPI_InitFlat(message);
}

EXPORT bool SteamAPI_Init(void) { return SteamAPI_InitFlat(NULL) == 0; }

static void end(void (*thread_ends)(void), const char *what) {
	if (inside) die("another thread is inside of an interface", what);
	pthread_mutex_lock(&fake.mu);
	if (fake.running) {
		thread_ends(); /* gives the lock away while it waits */
		callbacks_reset();
		inbox_reset();
		sockets_reset();
		memset(fake.name, '#', strlen(fake.name));
		free(fake.name);
		free(fake.dir);
		fake.running = fake.dispatching = false;
	}
	pthread_mutex_unlock(&fake.mu);
}

EXPORT void SteamAPI_Shutdown(void) { end(thread_stop, __func__); }

/* FakeSteam_Kill leaves the others with what a crash of this process would. */
EXPORT void FakeSteam_Kill(void) { end(thread_kill, __func__); }

EXPORT bool SteamAPI_IsSteamRunning(void) {
	pthread_mutex_lock(&fake.mu);
	read_faults();
	bool yes = getenv("FAKESTEAM_ID") && getenv("FAKESTEAM_DIR") && !fault("running", "false");
	pthread_mutex_unlock(&fake.mu);
	return yes;
}

EXPORT bool SteamAPI_RestartAppIfNecessary(uint32_t app) {
	(void)app;
	pthread_mutex_lock(&fake.mu);
	read_faults();
	bool yes = fault("restart", "true");
	pthread_mutex_unlock(&fake.mu);
	return yes;
}

EXPORT int32_t SteamAPI_GetHSteamPipe(void) { return fake.running ? 1 : 0; }

static void *accessor(enum interface which, const char *name) {
	pthread_mutex_lock(&fake.mu);
	void *p = fake.running && !fault("null", name) ? &fake.interfaces[which] : NULL;
	pthread_mutex_unlock(&fake.mu);
	return p;
}

EXPORT void *SteamAPI_SteamNetworking_v006(void) { return accessor(NETWORKING, "SteamNetworking"); }
EXPORT void *SteamAPI_SteamUser_v023(void) { return accessor(USER, "SteamUser"); }
EXPORT void *SteamAPI_SteamFriends_v018(void) { return accessor(FRIENDS, "SteamFriends"); }
EXPORT void *SteamAPI_SteamUtils_v010(void) { return accessor(UTILS, "SteamUtils"); }
EXPORT void *SteamAPI_SteamApps_v008(void) { return accessor(APPS, "SteamApps"); }
EXPORT void *SteamAPI_SteamMatchmaking_v009(void) { return accessor(MATCHMAKING, "SteamMatchmaking"); }
EXPORT void *SteamAPI_SteamUserStats_v013(void) { return accessor(USERSTATS, "SteamUserStats"); }
EXPORT void *SteamAPI_SteamNetworkingUtils_SteamAPI_v004(void) { return accessor(NETWORKINGUTILS, "SteamNetworkingUtils"); }
EXPORT void *SteamAPI_SteamNetworkingSockets_SteamAPI_v012(void) { return accessor(NETWORKINGSOCKETS, "SteamNetworkingSockets"); }
EXPORT void *SteamAPI_SteamNetworkingMessages_SteamAPI_v002(void) { return accessor(NETWORKINGMESSAGES, "SteamNetworkingMessages"); }

/* enter and leave stand around every interface function. */
static void write_down(const char *what) {
	const char *path = getenv("FAKESTEAM_CALLS");
	FILE *f = path ? fopen(path, "a") : NULL;
	if (!f) return;
	fprintf(f, "%s\n", what);
	fclose(f);
}

void enter(void *self, enum interface which, const char *what) {
	inside++;
	pthread_mutex_lock(&fake.mu);
	write_down(what);
	if (!fake.running) die("called before init or after shutdown", what);
	if (self != &fake.interfaces[which]) die("called with a wrong interface pointer", what);
	if (fault("slow", NULL)) {
		pthread_mutex_unlock(&fake.mu);
		usleep(200);
		pthread_mutex_lock(&fake.mu);
	}
}

void leave(void) {
	pthread_mutex_unlock(&fake.mu);
	inside--;
}

EXPORT uint64_t SteamAPI_ISteamUser_GetSteamID(void *self) {
	enter(self, USER, __func__);
	uint64_t id = fake.me;
	leave();
	return id;
}

/* Answers with the upper bits of the register set, as C may: a bool is one byte. */
EXPORT uint64_t SteamAPI_ISteamUser_BLoggedOn(void *self) {
	enter(self, USER, __func__);
	leave();
	return 0xFFFFFFFFFFFFFF01;
}

EXPORT const char *SteamAPI_ISteamFriends_GetPersonaName(void *self) {
	enter(self, FRIENDS, __func__);
	const char *name = fake.name;
	leave();
	return name;
}

EXPORT uint32_t SteamAPI_ISteamUtils_GetAppID(void *self) {
	enter(self, UTILS, __func__);
	uint32_t app = fake.app;
	leave();
	return app;
}

/* False, but with the upper bits set. */
EXPORT uint64_t SteamAPI_ISteamApps_BIsSubscribed(void *self) {
	enter(self, APPS, __func__);
	note("BIsSubscribed\n");
	bool no = fault("subscribed", "false");
	leave();
	return no ? 0xFFFFFFFFFFFFFF00 : 1;
}
