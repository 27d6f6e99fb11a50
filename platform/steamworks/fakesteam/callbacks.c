/* Manual dispatch: callbacks wait until RunFrame, and are taken one by one. */
#include "fakesteam.h"

#include <stdlib.h>
#include <string.h>

#pragma pack(push, 4)
typedef struct {
	int32_t user, callback;
	unsigned char *param;
	int32_t size;
} CallbackMsg_t;

typedef struct {
	uint64_t call;
	int32_t callback;
	uint32_t size;
} SteamAPICallCompleted_t;
#pragma pack(pop)

_Static_assert(sizeof(CallbackMsg_t) == 20, "packing");
_Static_assert(sizeof(SteamAPICallCompleted_t) == 16, "packing");

typedef struct callback {
	struct callback *next;
	int id, size;
	unsigned char *data; /* exactly size bytes, so that tools see a read beyond */
} callback;

static callback *posted, **posted_last = &posted; /* since the last RunFrame */
static callback *ready, *taken;
static bool odd_sent;

void post(int id, const void *data, int size) {
	callback *c = calloc(1, sizeof *c);
	c->id = id;
	c->size = size;
	if (size) {
		c->data = malloc(size);
		if (data) memcpy(c->data, data, size);
		else memset(c->data, 0xA5, size);
	}
	*posted_last = c;
	posted_last = &c->next;
}

static void callback_free(callback *c) {
	free(c->data);
	free(c);
}

/* cancel_request takes back the requests of a peer that nobody has seen yet. */
void cancel_request(uint64_t peer) {
	for (callback **at = &posted; *at;) {
		callback *c = *at;
		if (c->id == CALLBACK_REQUEST && c->size == 8 && !memcmp(c->data, &peer, 8)) {
			*at = c->next;
			callback_free(c);
		} else
			at = &c->next;
	}
	for (posted_last = &posted; *posted_last;) posted_last = &(*posted_last)->next;
}

void callbacks_reset(void) {
	if (taken) die("a callback was not freed", "SteamAPI_Shutdown");
	for (callback *c = posted, *next; c; c = next) next = c->next, callback_free(c);
	for (callback *c = ready, *next; c; c = next) next = c->next, callback_free(c);
	posted = ready = NULL;
	posted_last = &posted;
	odd_sent = false;
}

/* post_odd posts what a library that knows more, or less, than ours could. */
static void post_odd(void) {
	uint64_t id = 76561197960287930u;
	SteamAPICallCompleted_t good = {42, 2101, 12}, failed = {43, 2101, 12}, unknown = {44, 2101, 12};
	unsigned char longer[32] = {0};
	memcpy(longer, &id, 8);
	longer[8] = ERROR_TIMEOUT;
	post(0, NULL, 0);
	post(-1, NULL, 3);
	post(999999, NULL, 100000);
	post(CALLBACK_REQUEST, NULL, 0);
	post(CALLBACK_REQUEST, NULL, 7);
	post(CALLBACK_CONNECT_FAIL, NULL, 8);
	post(CALLBACK_CONNECT_FAIL, NULL, -1 + 1);
	post(CALLBACK_CALL_COMPLETED, NULL, 15);
	post(CALLBACK_CALL_COMPLETED, &good, sizeof good);
	post(CALLBACK_CALL_COMPLETED, &failed, sizeof failed);
	post(CALLBACK_CALL_COMPLETED, &unknown, sizeof unknown);
	post(CALLBACK_REQUEST, longer, sizeof longer);
	post(CALLBACK_CONNECT_FAIL, longer, sizeof longer);
}

static void need_dispatch(const char *what) {
	if (!fake.running) die("called before init or after shutdown", what);
	if (!fake.dispatching) die("called before SteamAPI_ManualDispatch_Init", what);
}

EXPORT void SteamAPI_ManualDispatch_Init(void) {
	pthread_mutex_lock(&fake.mu);
	if (!fake.running) die("called before init", __func__);
	fake.dispatching = true;
	pthread_mutex_unlock(&fake.mu);
}

EXPORT void SteamAPI_ManualDispatch_RunFrame(int32_t pipe) {
	pthread_mutex_lock(&fake.mu);
	need_dispatch(__func__);
	if (pipe != 1) die("called with a wrong pipe", __func__);
	if (fault("odd_callbacks", NULL) && !odd_sent) odd_sent = true, post_odd();
	callback **end = &ready;
	while (*end) end = &(*end)->next;
	*end = posted;
	posted = NULL;
	posted_last = &posted;
	pthread_mutex_unlock(&fake.mu);
}

EXPORT bool SteamAPI_ManualDispatch_GetNextCallback(int32_t pipe, CallbackMsg_t *msg) {
	pthread_mutex_lock(&fake.mu);
	need_dispatch(__func__);
	if (taken) die("the last callback was not freed", __func__);
	if (ready) {
		taken = ready;
		ready = taken->next;
		*msg = (CallbackMsg_t){.user = pipe, .callback = taken->id, .param = taken->data, .size = taken->size};
	}
	bool any = taken != NULL;
	pthread_mutex_unlock(&fake.mu);
	return any;
}

EXPORT void SteamAPI_ManualDispatch_FreeLastCallback(int32_t pipe) {
	(void)pipe;
	pthread_mutex_lock(&fake.mu);
	need_dispatch(__func__);
	if (!taken) die("there is no callback to free", __func__);
	if (taken->size) memset(taken->data, '#', taken->size);
	callback_free(taken);
	taken = NULL;
	pthread_mutex_unlock(&fake.mu);
}

/* result has a call complete with data, and returns the call. The last 64
   results are kept. */
enum { RESULTS = 64 };
static struct { uint64_t call; int callback, size; unsigned char data[64]; } results[RESULTS];
static uint64_t result_count;

uint64_t result(int callback, const void *data, int size) {
	uint64_t call = 1000 + result_count;
	int i = (int)(result_count++ % RESULTS);
	results[i].call = call;
	results[i].callback = callback;
	results[i].size = size;
	memcpy(results[i].data, data, (size_t)size);
	SteamAPICallCompleted_t completed = {call, callback, (uint32_t)size};
	post(CALLBACK_CALL_COMPLETED, &completed, sizeof completed);
	return call;
}

EXPORT bool SteamAPI_ManualDispatch_GetAPICallResult(int32_t pipe, uint64_t call, void *data, int size, int expected, bool *failed) {
	(void)pipe;
	pthread_mutex_lock(&fake.mu);
	need_dispatch(__func__);
	*failed = call == 43;
	bool known = call == 42 && expected == 2101 && size == 12;
	if (known) memcpy(data, "a dozen byte", 12);
	if (call >= 1000) {
		int i = (int)((call - 1000) % RESULTS);
		known = results[i].call == call && results[i].callback == expected && results[i].size == size;
		if (known) memcpy(data, results[i].data, (size_t)size);
	}
	pthread_mutex_unlock(&fake.mu);
	return known;
}
