package p2p

import (
	"fmt"

	"godotsteam/platform/standalone/endpoint"
)

// unreadStops and unreadIsLost tell the game that it has to read: nothing more
// of a user is taken in, or what is unreliable is lost.
func (l *link) unreadStops() { l.warnOfUnread("a user's packets have to wait, on every channel") }

func (l *link) unreadIsLost() {
	l.warnOfUnread("a user's unreliable packets are lost, on every channel")
}

// warnOfUnread does so once about each user. Their own game only sees that
// nothing more can be sent, and can't help it.
func (l *link) warnOfUnread(what string) {
	l.tell(func(s *session) {
		if s.all.toldToRead[s.peer] {
			return
		}
		endpoint.Remember(s.all.toldToRead, maxRemembered, s.peer, true)
		total, channel := s.source.Unread()
		s.all.Log.Warn(fmt.Sprintf("%s: %.1f MiB of theirs are unread, the most on channel %d; call readP2PPacket for every "+
			"channel that they send on, or drop what waits with closeP2PChannelWithUser", what, float64(total)/(1<<20), channel),
			"steam_id", s.peer)
	})
}
