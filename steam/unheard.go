package steam

import (
	"fmt"

	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// unheard notices a game that nobody has taught to answer who wants to talk to
// it: their packets wait for ever. It is used on the main thread alone.
type unheard struct {
	from   steamtypes.SteamID // who has asked first; 0: nobody, or it was said
	frames int                // since then
	said   bool
}

// unheardError is a request that no function hears.
type unheardError struct{ from steamtypes.SteamID }

func (e unheardError) Error() string {
	return fmt.Sprintf("packets of user %v wait, and nothing is connected to this signal: connect a function that "+
		"calls acceptP2PSessionWithUser(steam_id_remote), or their packets are never read", e.from)
}

// emitted takes in that a signal was emitted.
func (u *unheard) emitted(e signals.Event) {
	if r, ok := e.(signals.P2PSessionRequest); ok && u.from == 0 && !u.said {
		u.from, u.frames = steamtypes.SteamID(r.SteamIDRemote), 0
	}
}

// remindOfRequests tells a developer whose game leaves a request unanswered for
// a while. Some games don't listen and send something themselves, which accepts.
func (s *Steam) remindOfRequests() {
	u := &s.unheard
	r := s.running.Load()
	if u.from == 0 || r == nil {
		u.from = 0
		return
	}
	if u.frames++; u.frames < patience {
		return
	}
	if !r.isActive(u.from) && s.host().Debug && !s.class.IsHeard(p2pSessionRequest) {
		s.errors.warn(p2pSessionRequest, unheardError{u.from})
		u.said = true
	}
	u.from = 0
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

const p2pSessionRequest = "p2p_session_request"
