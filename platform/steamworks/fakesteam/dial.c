/* Finding the peers: a file per process with the port that it listens on. */
#include "fakesteam.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void port_file(char *path, size_t size, uint64_t id, const char *suffix) {
	/* Players of different games never meet. */
	snprintf(path, size, "%s/%" PRIu64 ".%u.port%s", fake.dir, id, fake.app, suffix);
}

static int configure(int fd) {
	int on = 1;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
	setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
	return fd;
}

static struct sockaddr_in loopback(int port) {
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}

/* listen_as_me listens and tells the others where. It returns -1 if it can't. */
int listen_as_me(void) {
	struct sockaddr_in a = loopback(0);
	socklen_t size = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0) return -1;
	configure(fd);
	char path[4096], temporary[4096];
	port_file(path, sizeof path, fake.me, "");
	port_file(temporary, sizeof temporary, fake.me, ".new");
	FILE *f = NULL;
	if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 128) || getsockname(fd, (struct sockaddr *)&a, &size) ||
	    !(f = fopen(temporary, "w"))) {
		close(fd);
		return -1;
	}
	fprintf(f, "%d\n", ntohs(a.sin_port));
	fclose(f);
	if (rename(temporary, path)) {
		close(fd);
		return -1;
	}
	return fd;
}

void unlisten(void) {
	char path[4096];
	port_file(path, sizeof path, fake.me, "");
	unlink(path);
}

conn *conn_new(int fd) {
	conn *c = calloc(1, sizeof *c);
	c->fd = configure(fd);
	c->next = fake.conns;
	fake.conns = c;
	return c;
}

/* conn_reach returns NULL while the peer is nowhere to be found. */
conn *conn_reach(uint64_t peer, uint16_t *at) {
	char path[4096];
	int port = 0;
	port_file(path, sizeof path, peer, "");
	FILE *f = fopen(path, "r");
	if (!f) return NULL;
	if (fscanf(f, "%d", &port) != 1) port = 0;
	fclose(f);
	int fd = port ? socket(AF_INET, SOCK_STREAM, 0) : -1;
	if (fd < 0) return NULL;
	struct sockaddr_in a = loopback(port);
	configure(fd);
	if (connect(fd, (struct sockaddr *)&a, sizeof a) && errno != EINPROGRESS) {
		close(fd);
		return NULL;
	}
	conn *c = conn_new(fd);
	c->outgoing = c->connecting = true;
	c->peer = peer;
	*at = (uint16_t)port;
	return c;
}

conn *conn_dial(session *s) {
	conn *c = conn_reach(s->peer, &s->port);
	if (c) frame_write(c, HELLO, s->epoch, NULL);
	return c;
}
