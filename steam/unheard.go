package steam

import (
	"fmt"

	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// unheard notices a game that nobody has taught to answer who wants to talk to
// it: their packets wait for ever. It is used on the main thread alone.
type unheard struct{ packets, messages waiting }

// waiting is a request that the game may not hear.
type waiting struct {
	from   steamtypes.SteamID // who has asked first; 0: nobody, or it was said
	frames int                // since then
	said   bool
}

// unheardError is a request that no function hears.
type unheardError struct {
	from   steamtypes.SteamID
	what   string
	answer string // the function that would answer
}

func (e unheardError) Error() string {
	return fmt.Sprintf("%s of user %v wait, and nothing is connected to this signal: connect a function that "+
		"calls %s, or they are never read", e.what, e.from, e.answer)
}

// emitted takes in that a signal was emitted.
func (u *unheard) emitted(e signals.Event) {
	switch r := e.(type) {
	case signals.P2PSessionRequest:
		u.packets.emitted(r.SteamIDRemote)
	case signals.NetworkMessagesSessionRequest:
		u.messages.emitted(r.SteamIDRemote)
	}
}

func (w *waiting) emitted(from uint64) {
	if w.from == 0 && !w.said {
		w.from, w.frames = steamtypes.SteamID(from), 0
	}
}

// remindOfRequests tells a developer whose game leaves a request unanswered for
// a while. Some games don't listen and send something themselves, which accepts.
func (s *Steam) remindOfRequests() {
	s.remindOf(&s.unheard.packets, "p2p_session_request", (*started).isActive,
		unheardError{what: "packets", answer: "acceptP2PSessionWithUser(steam_id_remote)"})
	s.remindOf(&s.unheard.messages, "network_messages_session_request", (*started).hasSession,
		unheardError{what: "messages", answer: "acceptSessionWithUser(remote_steam_id)"})
}

func (s *Steam) remindOf(
	w *waiting, signal string, answered func(*started, steamtypes.SteamID) bool, say unheardError,
) {
	r := s.running.Load()
	if w.from == 0 || r == nil {
		w.from = 0
		return
	}
	if w.frames++; w.frames < patience {
		return
	}
	if !answered(r, w.from) && s.host().Debug && !s.class.IsHeard(signal) {
		say.from = w.from
		s.errors.warn(signal, say)
		w.said = true
	}
	w.from = 0
}

// isActive reports whether there is a session with a user.
func (on *started) isActive(user steamtypes.SteamID) bool {
	p, ok := on.Platform.(platform.P2P)
	if !ok {
		return false
	}
	state, _ := p.SessionState(user)
	return state.Active
}

// hasSession reports whether a session of Networking Messages is made with a user.
func (on *started) hasSession(user steamtypes.SteamID) bool {
	m, ok := find[platform.Messages](on)
	if !ok {
		return false
	}
	info, _ := m.Session(user)
	return info.State == sockets.StateConnected
}
