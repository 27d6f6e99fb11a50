/* The eight functions of ISteamNetworking. */
#include "fakesteam.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
	uint8_t active, connecting, error, relay;
	int32_t bytes_queued, packets_queued;
	uint32_t ip;
	uint16_t port;
} P2PSessionState_t;

_Static_assert(sizeof(P2PSessionState_t) == 20, "layout");

/* Individuals, game servers and the like; no lobbies and no groups. */
static bool valid(uint64_t id) {
	int type = id >> 52 & 15;
	return id >> 56 && id >> 56 <= 4 && type >= 1 && type <= 10 && type != 7 && type != 8;
}

static bool send_packet(uint64_t to, const void *data, uint32_t size, uint32_t type, int channel) {
	if (!valid(to) || type > 3 || (!data && size)) return false;
	if (size > (type < 2 ? MAX_UNRELIABLE : MAX_RELIABLE)) return false;
	if (to == fake.me) {
		inbox_push(new_packet(to, channel, type, data, size));
		return true;
	}
	session *s = session_find(to);
	conn *pending = conn_pending(to);
	if (!s) s = session_new(to);
	if (s->state == FAILED) session_connect(s);
	if (pending) session_attach(s, pending); /* sending accepts */
	session_open_channel(s, channel);
	if (s->state != ACTIVE) s->knock = true;
	if (type == 1 && s->state != ACTIVE) return true; /* thrown away */
	size_t waiting = s->send.bytes + s->nagle.bytes;
	if (waiting && waiting + size > MAX_QUEUED) return false;
	packet *p = new_packet(fake.me, channel, type, data, size);
	if (type == 3) {
		if (!s->nagle.first) s->nagle_at = now_ms() + NAGLE_MS;
		queue_push(&s->nagle, p);
		if (s->nagle.bytes >= NAGLE_BYTES) session_flush(s);
	} else {
		if (type == 2) session_flush(s); /* one order for all that is reliable */
		queue_push(&s->send, p);
	}
	wake();
	return true;
}

EXPORT bool SteamAPI_ISteamNetworking_SendP2PPacket(void *self, uint64_t to, const void *data, uint32_t size, int type, int channel) {
	enter(self, NETWORKING, __func__);
	bool ok = fault("send", "true") || (!fault("send", "false") && send_packet(to, data, size, (uint32_t)type, channel));
	leave();
	return ok;
}

EXPORT bool SteamAPI_ISteamNetworking_IsP2PPacketAvailable(void *self, uint32_t *size, int channel) {
	enter(self, NETWORKING, __func__);
	packet *p = fault("available", "false") ? NULL : inbox_first(channel);
	*size = p ? p->size : 0;
	leave();
	return p != NULL;
}

/* The size that it answers is the whole packet's, even when dest was smaller. */
EXPORT bool SteamAPI_ISteamNetworking_ReadP2PPacket(void *self, void *dest, uint32_t room, uint32_t *size, uint64_t *from, int channel) {
	enter(self, NETWORKING, __func__);
	packet *p = fault("read", "false") ? NULL : inbox_pop(channel);
	*size = 0;
	*from = 0;
	if (p) {
		if (p->size && room) memcpy(dest, p->data, p->size < room ? p->size : room);
		*size = p->size;
		*from = p->from;
		free(p);
	}
	leave();
	return p != NULL;
}

/* Accepting nobody's request is forgotten: whoever has no session with us is
   still to be asked about. */
static bool accept_session(uint64_t peer) {
	if (!valid(peer)) return false;
	conn *pending = conn_pending(peer);
	if (!pending) return true;
	session *s = session_find(peer);
	session_attach(s ? s : session_new(peer), pending);
	return true;
}

EXPORT bool SteamAPI_ISteamNetworking_AcceptP2PSessionWithUser(void *self, uint64_t peer) {
	enter(self, NETWORKING, __func__);
	bool ok = !fault("accept", "false") && accept_session(peer);
	leave();
	return ok;
}

/* Closing a request that waits only forgets it: the peer learns nothing. */
static bool close_session(uint64_t peer) {
	conn *pending = conn_pending(peer);
	session *s = session_find(peer);
	if (pending) cancel_request(peer);
	if (s) {
		session_close(s);
		inbox_drop(peer, 0, true);
	}
	return s || (pending && pending->requested_at);
}

EXPORT bool SteamAPI_ISteamNetworking_CloseP2PSessionWithUser(void *self, uint64_t peer) {
	enter(self, NETWORKING, __func__);
	bool ok = !fault("closesession", "false") && close_session(peer);
	leave();
	return ok;
}

static bool close_channel(uint64_t peer, int channel) {
	session *s = session_find(peer);
	if (!s || !session_close_channel(s, channel)) return false;
	inbox_drop(peer, channel, false);
	return s->channel_count ? true : close_session(peer);
}

EXPORT bool SteamAPI_ISteamNetworking_CloseP2PChannelWithUser(void *self, uint64_t peer, int channel) {
	enter(self, NETWORKING, __func__);
	bool ok = !fault("closechannel", "false") && close_channel(peer, channel);
	leave();
	return ok;
}

EXPORT bool SteamAPI_ISteamNetworking_GetP2PSessionState(void *self, uint64_t peer, P2PSessionState_t *state) {
	enter(self, NETWORKING, __func__);
	session *s = fault("state", "false") ? NULL : session_find(peer);
	if (s) {
		memset(state, 0, sizeof *state);
		state->active = s->state == ACTIVE;
		state->connecting = s->state == CONNECTING;
		state->error = s->last_error;
		state->bytes_queued = (int32_t)(s->send.bytes + s->nagle.bytes);
		state->packets_queued = s->send.count + s->nagle.count;
		if (s->state == ACTIVE) state->ip = 0x7F000001, state->port = s->port;
	}
	leave();
	return s != NULL;
}

EXPORT bool SteamAPI_ISteamNetworking_AllowP2PPacketRelay(void *self, bool allow) {
	(void)allow;
	enter(self, NETWORKING, __func__);
	bool ok = !fault("relay", "false");
	leave();
	return ok;
}
