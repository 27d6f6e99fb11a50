/* The one background thread: it alone reads, writes and frees connections. */
#include "fakesteam.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static pthread_t thread;
static int listener = -1, wakeup[2] = {-1, -1};
static bool woken, stopping;

/* wake makes the thread look at the sessions again. fake.mu is held. */
void wake(void) {
	if (woken || wakeup[1] < 0) return;
	woken = true;
	if (write(wakeup[1], "", 1) < 0) woken = false; /* full: it is awake */
}

static void free_closed(void) {
	for (conn **at = &fake.conns; *at;) {
		conn *c = *at;
		if (!c->closed) {
			at = &c->next;
			continue;
		}
		*at = c->next;
		close(c->fd);
		free(c->rx.data);
		free(c->tx.data);
		free(c);
	}
}

static bool may_read(conn *c) {
	if (is_pending(c)) return c->rx.len <= MAX_UNREAD;
	session *s = c->accepted && !c->dying ? session_find(c->peer) : NULL;
	return !s || s->in != c || s->unread <= MAX_UNREAD;
}

/* timers does what is due and returns how long the thread may wait, in ms. */
static int timers(void) {
	int64_t now = now_ms();
	int wait = -1;
	for (conn *c = fake.conns; c; c = c->next)
		if (c->rx.len && !c->dying) conn_parse(c, false);
	for (session *s = fake.sessions; s; s = s->next) session_timers(s, now);
	if (links_timers(now)) wait = 5;
	for (session *s = fake.sessions; s; s = s->next)
		if (s->state == CONNECTING || s->nagle.first) wait = 5;
	for (conn *c = fake.conns; c; c = c->next) {
		if (!c->dying) continue;
		wait = 5;
		if (!c->tx.len) shutdown(c->fd, SHUT_WR);
		if (now >= c->die_at) c->closed = true;
	}
	free_closed();
	return wait;
}

static void *run(void *unused) {
	struct pollfd *fds = NULL;
	conn **of = NULL;
	int cap = 0;
	pthread_mutex_lock(&fake.mu);
	while (!stopping) {
		int wait = timers(), n = 2;
		for (conn *c = fake.conns; c; c = c->next) n++;
		if (n > cap) {
			cap = n * 2;
			fds = realloc(fds, cap * sizeof *fds);
			of = realloc(of, cap * sizeof *of);
		}
		fds[0] = (struct pollfd){.fd = wakeup[0], .events = POLLIN};
		fds[1] = (struct pollfd){.fd = listener, .events = POLLIN};
		n = 2;
		for (conn *c = fake.conns; c; c = c->next, n++) {
			of[n] = c;
			fds[n] = (struct pollfd){.fd = c->fd};
			if (may_read(c)) fds[n].events |= POLLIN;
			if (c->connecting || c->tx.len) fds[n].events |= POLLOUT;
		}
		pthread_mutex_unlock(&fake.mu);
		poll(fds, n, wait);
		pthread_mutex_lock(&fake.mu);
		char drain[64];
		woken = false;
		while (read(wakeup[0], drain, sizeof drain) > 0) {}
		for (int i = 2; i < n; i++) {
			if (fds[i].revents & (POLLOUT | POLLERR | POLLHUP) && !of[i]->closed) conn_write(of[i]);
			if (fds[i].revents & (POLLIN | POLLERR | POLLHUP) && !of[i]->closed && !of[i]->connecting) conn_read(of[i]);
		}
		for (int fd; (fd = accept(listener, NULL, NULL)) >= 0;) conn_new(fd);
	}
	pthread_mutex_unlock(&fake.mu);
	free(fds);
	free(of);
	return unused;
}

bool thread_start(void) {
	if ((listener = listen_as_me()) < 0) return false;
	if (pipe(wakeup)) return false;
	for (int i = 0; i < 2; i++) {
		fcntl(wakeup[i], F_SETFD, FD_CLOEXEC);
		fcntl(wakeup[i], F_SETFL, O_NONBLOCK);
	}
	stopping = woken = false;
	/* Signals are the game's: none is for this thread. */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool ok = pthread_create(&thread, NULL, run, NULL) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return ok;
}

static bool unsent(void) {
	for (session *s = fake.sessions; s; s = s->next)
		if (s->state == ACTIVE && (s->send.first || s->nagle.first || (s->out && s->out->tx.len))) return true;
	return false;
}

static bool unwritten(void) {
	for (conn *c = fake.conns; c; c = c->next)
		if (c->tx.len && !c->connecting && !c->closed) return true;
	return false;
}

static void wait_while(bool (*condition)(void), int ms) {
	int64_t end = now_ms() + ms;
	while (condition() && now_ms() < end) {
		wake();
		pthread_mutex_unlock(&fake.mu);
		usleep(500);
		pthread_mutex_lock(&fake.mu);
	}
}

/* thread_end ends the thread and every connection, as they are. */
static void thread_end(void) {
	stopping = true;
	wake();
	pthread_mutex_unlock(&fake.mu);
	pthread_join(thread, NULL);
	pthread_mutex_lock(&fake.mu);
	for (conn *c = fake.conns; c; c = c->next) c->closed = true;
	free_closed();
	close(listener);
	close(wakeup[0]);
	close(wakeup[1]);
	listener = wakeup[0] = wakeup[1] = -1;
}

/* thread_stop lets go out what was queued, as the Steam client would. */
void thread_stop(void) {
	unlisten();
	for (session *s = fake.sessions; s; s = s->next) session_flush(s);
	wait_while(unsent, 200);
	while (fake.sessions) session_close(fake.sessions);
	wait_while(unwritten, 100);
	thread_end();
}

/* thread_kill does what the system does for a process that is gone. The file
   with the port stays, and leads to nobody. */
void thread_kill(void) {
	thread_end();
	for (session *s = fake.sessions; s; s = s->next) s->in = s->out = NULL; /* they are freed */
	while (fake.sessions) session_free(fake.sessions);
}
