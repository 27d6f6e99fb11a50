package steamworks

import (
	"slices"
	"sync"
	"time"

	"godotsteam/multiplayer"
	"godotsteam/networking/sockets"
)

// owners knows which listen sockets and connections are a SteamMultiplayerPeer's.
// The library tells all changes in one place; those that nobody here owns are the
// game's.
type owners struct {
	mu          sync.Mutex
	listeners   map[sockets.Handle]*sockets.Owner // also closed ones, of which something may still be told
	connections map[sockets.Handle]*sockets.Owner
	leaving     []leaving
	parted      time.Time // when one of the connections was closed last
}

// claimListener has a listen socket made, and remembers whose it is; nil: the
// game's. Nothing is told of it before that is known.
func (o *owners) claimListener(owner *sockets.Owner, open func() sockets.Handle) sockets.Handle {
	o.mu.Lock()
	defer o.mu.Unlock()
	return claim(&o.listeners, owner, open())
}

// claimConnection is claimListener for a connection.
func (o *owners) claimConnection(owner *sockets.Owner, open func() sockets.Handle) sockets.Handle {
	o.mu.Lock()
	defer o.mu.Unlock()
	return claim(&o.connections, owner, open())
}

func claim(of *map[sockets.Handle]*sockets.Owner, owner *sockets.Owner, h sockets.Handle) sockets.Handle {
	switch {
	case owner == nil:
		delete(*of, h)
	case h != 0:
		if *of == nil {
			*of = make(map[sockets.Handle]*sockets.Owner)
		}
		(*of)[h] = owner
	}
	return h
}

// of returns whose a connection is that has changed, nil for the game's. One that
// somebody else asked for is that of its listen socket.
func (o *owners) of(c sockets.Change) *sockets.Owner {
	o.mu.Lock()
	defer o.mu.Unlock()
	if c.Old == sockets.StateNone && c.Info.Listener != 0 {
		claim(&o.connections, o.listeners[c.Info.Listener], c.Connection)
	}
	owner := o.connections[c.Connection]
	if c.Info.State == sockets.StateNone {
		delete(o.connections, c.Connection) // nothing comes after that
	}
	return owner
}

// farewell is how long a listen socket stays after its peer was closed. Steam
// drops what it has accepted together with it, and what those still had to say:
// their last messages, and that they were closed and why.
const farewell = 5 * time.Second

// parting is how long Steam takes to send what a connection that was closed has to
// say. What has not been sent when the library is shut down never is: the other
// side would wait for the timeout, which is what a game does to it that closes
// its peer and quits.
const parting = 100 * time.Millisecond

// part waits for that.
func (o *owners) part() {
	o.mu.Lock()
	rest := time.Until(o.parted.Add(parting))
	o.mu.Unlock()
	time.Sleep(rest)
}

func (o *owners) sayGoodbye() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.parted = time.Now()
}

// leaving is a listen socket that stays for that. Its port is given up as soon as
// somebody wants it.
type leaving struct {
	listener sockets.Handle
	port     int
	until    time.Time
}

// leave lets a listen socket go, later. Who asks it for a connection is refused.
func (s steamSockets) leave(h sockets.Handle, port int) {
	o := &s.p.owners
	o.mu.Lock()
	defer o.mu.Unlock()
	claim(&o.listeners, &sockets.Owner{Changed: s.refuse}, h)
	o.leaving = append(o.leaving, leaving{h, port, time.Now().Add(farewell)})
}

func (s steamSockets) refuse(c sockets.Change) {
	if c.Info.State == sockets.StateConnecting {
		s.CloseConnection(c.Connection, sockets.End(multiplayer.EndClosed), "the peer was closed", false)
	}
}

// closeLeaving closes those that are leaving and meet a condition.
func (s steamSockets) closeLeaving(which func(leaving) bool) {
	o := &s.p.owners
	o.mu.Lock()
	defer o.mu.Unlock()
	o.leaving = slices.DeleteFunc(o.leaving, func(l leaving) bool {
		if !which(l) {
			return false
		}
		s.CloseListener(l.listener)
		return true
	})
}
