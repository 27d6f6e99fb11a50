package endpoint

import (
	"errors"
	"hash/maphash"
	"net"

	"github.com/quic-go/quic-go"
	"golang.org/x/time/rate"

	"godotsteam/networking"
)

// A handshake is the dearest thing that a stranger can ask for: it costs us
// about as much as them. So each address gets HandshakesEach a second, and at
// once as many as there may be sessions: all players of a full game may sit
// behind one router. A peer that is refused tries again.
const (
	HandshakesEach  = 50
	HandshakesBurst = networking.MaxSessions

	// turnstiles is how many addresses are counted apart. Those that fall on the
	// same one share it: memory is bounded, whoever comes.
	turnstiles = 1024
)

var errTooManyHandshakes = errors.New("this address begins too many connections")

// turnstile bounds how many handshakes an address may begin.
type turnstile struct {
	seed maphash.Seed // nobody can choose whom they share one with
	each [turnstiles]*rate.Limiter
}

func newTurnstile() *turnstile {
	t := &turnstile{seed: maphash.MakeSeed()}
	for i := range t.each {
		t.each[i] = rate.NewLimiter(HandshakesEach, HandshakesBurst)
	}
	return t
}

// pass reports whether a handshake may begin. QUIC asks when an address has
// shown that it is really there.
func (t *turnstile) pass(a net.Addr) bool {
	from := PlaceOf(a)
	if !from.IsValid() {
		return true
	}
	return t.each[maphash.Comparable(t.seed, from)%turnstiles].Allow()
}

// limited is a QUIC configuration whose connections pass the turnstile first.
func (t *turnstile) limited(c *quic.Config) *quic.Config {
	limited := c.Clone()
	limited.GetConfigForClient = func(client *quic.ClientInfo) (*quic.Config, error) {
		if !t.pass(client.RemoteAddr) {
			return nil, errTooManyHandshakes
		}
		return c, nil
	}
	return limited
}
