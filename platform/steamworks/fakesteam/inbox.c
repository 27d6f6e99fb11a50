/* Packets that wait: queues, and the inbox with a queue per channel. */
#include "fakesteam.h"

#include <stdlib.h>
#include <string.h>

void queue_push(queue *q, packet *p) {
	if (!q->first) q->last = &q->first;
	p->next = NULL;
	*q->last = p;
	q->last = &p->next;
	q->count++;
	q->bytes += p->size;
}

packet *queue_pop(queue *q) {
	packet *p = q->first;
	if (!p) return NULL;
	q->first = p->next;
	q->count--;
	q->bytes -= p->size;
	return p;
}

void queue_clear(queue *q) {
	for (packet *p; (p = queue_pop(q));) free(p);
}

packet *new_packet(uint64_t from, int channel, uint32_t type, const void *data, uint32_t size) {
	packet *p = malloc(sizeof *p + size);
	*p = (packet){.from = from, .channel = channel, .type = type, .size = size};
	if (size) memcpy(p->data, data, size);
	return p;
}

typedef struct channel {
	struct channel *next;
	int number;
	queue packets;
} channel;

static channel *channels;

static channel *channel_find(int number) {
	for (channel *c = channels; c; c = c->next)
		if (c->number == number) return c;
	return NULL;
}

void inbox_push(packet *p) {
	channel *c = channel_find(p->channel);
	if (!c) {
		c = calloc(1, sizeof *c);
		c->number = p->channel;
		c->next = channels;
		channels = c;
	}
	queue_push(&c->packets, p);
}

packet *inbox_first(int number) {
	channel *c = channel_find(number);
	return c ? c->packets.first : NULL;
}

static void uncount(packet *p) {
	session *s = session_find(p->from);
	if (!s || p->from == fake.me) return;
	bool full = s->unread > MAX_UNREAD;
	s->unread -= p->size < s->unread ? p->size : s->unread;
	if (full && s->unread <= MAX_UNREAD) wake(); /* the thread may read again */
}

packet *inbox_pop(int number) {
	channel *c = channel_find(number);
	packet *p = c ? queue_pop(&c->packets) : NULL;
	if (p) uncount(p);
	return p;
}

void inbox_drop(uint64_t from, int number, bool every_channel) {
	for (channel *c = channels; c; c = c->next) {
		if (!every_channel && c->number != number) continue;
		queue kept = {0};
		for (packet *p; (p = queue_pop(&c->packets));) {
			if (p->from != from) {
				queue_push(&kept, p);
				continue;
			}
			uncount(p);
			free(p);
		}
		c->packets = kept;
		if (!kept.first) c->packets.last = &c->packets.first;
	}
}

void inbox_reset(void) {
	while (channels) {
		channel *c = channels;
		channels = c->next;
		queue_clear(&c->packets);
		free(c);
	}
}
