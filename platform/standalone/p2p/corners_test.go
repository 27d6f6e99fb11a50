package p2p

// What happens in the corners of a session.

import (
	"bytes"
	"io"
	"net/netip"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/steamtypes"
)

// sessionWith returns the session with somebody.
func (p *player) sessionWith(id steamtypes.SteamID) *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sessions[id]
}

// Both have called; when one link carries the session nobody calls any more.
func TestAnActiveSessionIsQuiet(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		a.say(b, "hello")
		b.say(a, "hello")
		a.expect(0, "hello")
		b.expect(0, "hello")
		time.Sleep(time.Second)
		before := n.Counted().Sent
		time.Sleep(time.Minute)
		require.Less(t, n.Counted().Sent-before, 100, "a few keep it alive")
	})
}

func TestNothingArrivesInASessionThatFailed(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		source := a.sessionWith(b.SteamID()).source
		n.SetCut(true)
		time.Sleep(networking.SessionTimeout)
		require.True(t, a.Heard(failOf(b)))
		require.False(t, source.Offer([]networking.Arrival{{Data: []byte("late")}}))
	})
}

// What gathers when the peer's game closes waits for nothing more.
func TestWhatGathersWhenThePeerClosesIsSent(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		b.CloseSession(a.SteamID())
		a.send(b, "small", networking.SendReliableWithBuffering, 3)
		until(t, time.Second, "a new request", func() bool { return b.Heard(requestOf(a)) })
		b.Accept(a.SteamID())
		b.expect(3, "small")
		require.True(t, a.CloseChannel(b.SteamID(), 3), "it is open in the new session, too")
	})
}

func TestOneselfIsNoPeer(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim := n.join("victim")
		conn := n.hostile("victim").Call(victim)
		require.Equal(t, endpoint.CodeRefused, closedWith(t, conn, time.Second))
	})
}

// A call comes through when it is not needed any more.
func TestALinkThatComesTooLate(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, b, a)
		s := a.sessionWith(b.SteamID())
		conn, err := a.Endpoint.Dial(t.Context(), b.SteamID(), b.address, a.Endpoint.Sessions)
		require.NoError(t, err)
		a.outbound(s, conn)
		require.Error(t, conn.Context().Err())
		require.Len(t, s.links, 1)
		a.say(b, "still here")
		b.expect(0, "still here")
	})
}

// Who is reached and never wants to talk is given up in time, however often they
// hang up.
func TestAPeerThatHangsUp(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("other")
		h.Announce(n.dir)
		go func() {
			for {
				conn, err := h.Listener.Accept(t.Context())
				if err != nil {
					return
				}
				conn.CloseWithError(endpoint.CodeClosed, "") //nolint:errcheck
			}
		}()
		require.NoError(t, victim.Send(h.ID, []byte("hello?"), networking.SendReliable, 0))
		time.Sleep(networking.SessionTimeout)
		synctest.Wait()
		require.Len(t, victim.Drain(), 1, "it has failed")
		victim.settled()
	})
}

// The reader of a stream needs much memory only for a stream that brings much,
// and hands on no more at once than the inbox should be locked for.
func TestAReaderIsAsLargeAsItsStream(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		l := a.sessionWith(b.SteamID()).active
		message := append(header(1, 0), 'x')
		read := func(stream io.Reader) *streamReader {
			r := newStreamReader(l, stream)
			r.opened = true
			require.ErrorIs(t, r.run(), io.ErrClosedPipe)
			return r
		}
		end := iotest.ErrReader(io.ErrClosedPipe)
		little := iotest.OneByteReader(bytes.NewReader(bytes.Repeat(message, 1000)))
		r := read(io.MultiReader(little, end))
		require.Len(t, r.buf, smallestReadBuffer)
		r = read(io.MultiReader(bytes.NewReader(bytes.Repeat(message, 1<<15)), end))
		require.Len(t, r.buf, largestReadBuffer)
		require.LessOrEqual(t, cap(r.arrivals), 2*maxBatch)
	})
}

func TestAStrangerWhoBreaksTheProtocolWritesNoLine(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, said := n.joinHeard("victim")
		h := n.hostile("mallory")
		conn := h.Call(victim)
		push(t, conn, header(1, 0))
		closedWith(t, conn, time.Second)
		synctest.Wait()
		require.Empty(t, said.Said())
		conn, s := h.befriend(victim)
		write(t, s, header(networking.MaxReliable+1, 0))
		closedWith(t, conn, time.Second)
		synctest.Wait()
		require.NotEmpty(t, said.Said(), "of a friend it is told")
	})
}

// A peer that was called by an address given by hand turns up on this computer:
// that is no reason to call again.
func TestACallStandsWhenThePeerTurnsUpHere(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		b := n.join("bert")
		b.directory.Withdraw()
		a := n.join("anna", func(o *options) {
			o.peers = map[steamtypes.SteamID][]netip.AddrPort{b.SteamID(): {b.address}}
		})
		a.say(b, "hello")
		until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
		link := a.sessionWith(b.SteamID()).links[0]
		require.NoError(t, b.directory.Announce(b.SteamID(), b.address))
		time.Sleep(5 * time.Second)
		require.NoError(t, link.ctx.Err())
		require.Same(t, link, a.sessionWith(b.SteamID()).links[0])
	})
}

// Only who closes again and again is called more slowly.
func TestWhoClosesNowAndThenIsCalledAtOnce(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		closes := func() time.Duration {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.rememberClosing(b.SteamID())
			return a.pause(b.SteamID())
		}
		for range 5 {
			require.LessOrEqual(t, closes(), time.Duration(0))
			time.Sleep(2 * lastRetry)
		}
		closes()
		require.Equal(t, firstRetry, closes())
	})
}

func TestWhatIsRememberedIsChangedInItsPlace(t *testing.T) {
	what := make(map[int]string)
	for i := range 3 {
		endpoint.Remember(what, 3, i, "once")
	}
	endpoint.Remember(what, 3, 1, "twice")
	require.Equal(t, map[int]string{0: "once", 1: "twice", 2: "once"}, what)
	endpoint.Remember(what, 3, 9, "new")
	require.Len(t, what, 3)
	require.Equal(t, "new", what[9])
}
