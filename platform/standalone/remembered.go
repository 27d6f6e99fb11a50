package standalone

// What is remembered of users when there is no session with them.

import (
	"time"

	"godotsteam/networking"
)

// maxRemembered bounds the users of whom it is remembered when the game
// was last told that they want to talk, those who may not know that we have
// ended a session, and those who have.
const maxRemembered = 1024

// remember notes something about somebody. Where most are known, any other is
// forgotten: who comes now is more likely to come again.
func remember[K comparable, V any](what map[K]V, most int, who K, v V) {
	if _, known := what[who]; !known && len(what) >= most {
		for other := range what {
			delete(what, other)
			break
		}
	}
	what[who] = v
}

// closing is when a user's game last closed a session, and how long they are
// not called since then.
type closing struct {
	when  time.Time
	pause time.Duration
}

// rememberClosing has one who closes again and again called ever more slowly:
// nobody must have us shake hands as fast as they can accept and close.
func (p *Platform) rememberClosing(peer networking.SteamID) {
	next := closing{when: time.Now()}
	if last, ok := p.closings[peer]; ok && next.when.Sub(last.when) < 2*lastRetry {
		next.pause = min(max(firstRetry, 2*last.pause), lastRetry)
	}
	remember(p.closings, maxRemembered, peer, next)
}

// pause returns how long a user is not to be called.
func (p *Platform) pause(peer networking.SteamID) time.Duration {
	c := p.closings[peer]
	return time.Until(c.when.Add(c.pause))
}
