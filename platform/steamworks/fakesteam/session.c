/* Sessions: one per peer, whatever the channels. */
#include "fakesteam.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

session *session_find(uint64_t peer) {
	for (session *s = fake.sessions; s; s = s->next)
		if (s->peer == peer) return s;
	return NULL;
}

/* new_epoch rises over the sessions of a process, and over its restarts. */
static uint64_t new_epoch(void) {
	static uint64_t last;
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	uint64_t now = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
	return last = now > last ? now : last + 1;
}

session *session_new(uint64_t peer) {
	session *s = calloc(1, sizeof *s);
	s->peer = peer;
	s->epoch = new_epoch();
	s->next = fake.sessions;
	fake.sessions = s;
	session_connect(s);
	return s;
}

/* session_connect starts what ends in ACTIVE or in FAILED. */
void session_connect(session *s) {
	if (s->state == FAILED) s->epoch = new_epoch();
	s->state = CONNECTING;
	s->deadline = now_ms() + fake.timeout;
	s->dial_at = 0;
	wake();
}

/* session_attach accepts the connection on which the peer sends. */
void session_attach(session *s, conn *c) {
	if (s->in && s->in != c) conn_end(s->in);
	s->in = c;
	s->peer_epoch = c->epoch;
	c->accepted = true;
	cancel_request(s->peer); /* it is answered */
	frame_write(c, ACCEPT, s->epoch, NULL);
	if (s->state == FAILED) session_connect(s);
	if (s->state == CONNECTING) s->dial_at = 0; /* the peer is there now */
	wake();
}

/* disconnect says goodbye. The peer's connection stays: what still comes on it
   is a request for a new session. */
static void disconnect(session *s) {
	uint64_t received = s->in ? s->in->received : UINT64_MAX;
	if (s->in) {
		s->in->accepted = false;
		s->in->requested_at = 0;
	}
	if (s->out) {
		conn_bye(s->out, s->epoch, received);
		conn_end(s->out);
	} else if (s->in)
		conn_bye(s->in, s->epoch, received);
	s->in = s->out = NULL;
	queue_clear(&s->send);
	queue_clear(&s->nagle);
	wake();
}

/* session_close ends a session because the game wants so. */
void session_close(session *s) {
	disconnect(s);
	session_free(s);
}

/* session_free forgets a session, and breaks off what connections it has. */
void session_free(session *s) {
	if (s->in) conn_end(s->in);
	if (s->out) conn_end(s->out);
	queue_clear(&s->send);
	queue_clear(&s->nagle);
	for (session **at = &fake.sessions; *at; at = &(*at)->next)
		if (*at == s) {
			*at = s->next;
			break;
		}
	free(s->channels);
	free(s);
	wake();
}

/* session_flush ends the gathering of small messages. */
void session_flush(session *s) {
	for (packet *p; (p = queue_pop(&s->nagle));) queue_push(&s->send, p);
	s->nagle_at = 0;
}

static void session_fail(session *s) {
	unsigned char fail[9];
	memcpy(fail, &s->peer, 8);
	fail[8] = s->last_error = ERROR_TIMEOUT;
	post(CALLBACK_CONNECT_FAIL, fail, sizeof fail);
	disconnect(s);
	s->state = FAILED;
	s->peer_epoch = 0;
	s->knock = false;
}

/* session_timers does what is due. */
void session_timers(session *s, int64_t now) {
	if (s->state == CONNECTING && now >= s->deadline) session_fail(s);
	if (s->state == FAILED) return;
	if (!s->out && now >= s->dial_at) {
		s->out = conn_dial(s);
		s->dial_at = now + 20;
	}
	if (s->knock && s->out && now - s->knocked_at >= request_repeat() / 2) {
		s->knock = false;
		s->knocked_at = now;
		frame_write(s->out, KNOCK, 0, NULL);
	}
	if (s->nagle.first && now >= s->nagle_at) session_flush(s);
	if (s->state != ACTIVE || !s->out) return;
	for (packet *p; s->out->tx.len < 65536 && (p = queue_pop(&s->send));) {
		frame_write(s->out, DATA, 0, p);
		s->out->sent++;
		free(p);
	}
}

void session_open_channel(session *s, int channel) {
	for (int i = 0; i < s->channel_count; i++)
		if (s->channels[i] == channel) return;
	s->channels = realloc(s->channels, (s->channel_count + 1) * sizeof *s->channels);
	s->channels[s->channel_count++] = channel;
}

bool session_close_channel(session *s, int channel) {
	for (int i = 0; i < s->channel_count; i++)
		if (s->channels[i] == channel) {
			s->channels[i] = s->channels[--s->channel_count];
			return true;
		}
	return false;
}
