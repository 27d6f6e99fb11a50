package sockets_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/sockets"
	"godotsteam/steamtypes"
)

type pairOfStates = [2]sockets.State

func TestAConnectionIsAskedForAcceptedAndClosed(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		listener := b.Listen(7, nil)
		ours := a.Connect(b.id, 7, nil)
		start := a.next()
		require.Equal(t, pairOfStates{0, 1}, pairOfStates{start.Old, start.Info.State})
		require.Zero(t, start.Info.Listener, "we asked")
		require.Equal(t, b.id, start.Info.Peer)
		require.Equal(t, ours, start.Connection)

		asked := b.next()
		require.Equal(t, pairOfStates{0, 1}, pairOfStates{asked.Old, asked.Info.State})
		require.Equal(t, listener, asked.Info.Listener)
		require.Equal(t, a.id, asked.Info.Peer)
		w.wait(time.Second)
		require.Equal(t, sockets.StateConnecting, a.state(ours), "nobody has accepted yet")

		require.Equal(t, sockets.ResultOK, b.Accept(asked.Connection))
		w.wait(time.Second)
		require.Equal(t, []pairOfStates{{1, 3}}, states(a.told()))
		require.Equal(t, []pairOfStates{{1, 3}}, states(b.told()))

		require.True(t, b.CloseConnection(asked.Connection, 1234, "good bye", false))
		require.False(t, b.CloseConnection(asked.Connection, 0, "", false), "the handle is gone")
		closed := a.next()
		require.Equal(t, pairOfStates{3, 4}, pairOfStates{closed.Old, closed.Info.State})
		require.Equal(t, sockets.End(1234), closed.Info.End)
		require.Equal(t, "good bye", closed.Info.EndText)
		require.Empty(t, b.told(), "one's own closing is no news")
		require.True(t, a.CloseConnection(ours, 0, "", false), "what has ended must be closed as well")
		require.False(t, a.CloseConnection(ours, 0, "", false))
		require.Empty(t, a.told())
	})
}

func TestRefusingTellsTheReason(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.Listen(0, nil)
		ours := a.Connect(b.id, 0, nil)
		a.told()
		b.CloseConnection(b.next().Connection, 1999, "no", false)
		refused := a.next()
		require.Equal(t, pairOfStates{1, 4}, pairOfStates{refused.Old, refused.Info.State})
		require.Equal(t, sockets.End(1999), refused.Info.End)
		require.Equal(t, "no", refused.Info.EndText)
		require.Equal(t, sockets.StateClosedByPeer, a.state(ours))
	})
}

func TestReasonsThatAreNotAGames(t *testing.T) {
	for _, c := range []struct{ given, heard sockets.End }{
		{0, 1000}, {1000, 1000}, {1999, 1999}, {2000, 2000}, {2999, 2999}, {999, 1000}, {3000, 1000}, {-1, 1000},
		{5003, 1000}, {1 << 20, 1000},
	} {
		in(t, func(w *world) {
			a, b := w.user(1), w.user(2)
			ours, _ := connected(a, b)
			a.CloseConnection(ours, c.given, strings.Repeat("é", 100), false)
			heard := b.next()
			require.Equal(t, c.heard, heard.Info.End)
			require.Equal(t, strings.Repeat("é", 63), heard.Info.EndText, "127 bytes, in whole characters")
		})
	}
}

func TestNotAcceptingEndsAfterTenSeconds(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.Listen(0, nil)
		a.Connect(b.id, 0, nil)
		a.told()
		start := time.Now()
		late := a.next()
		require.InDelta(t, 10, time.Since(start).Seconds(), 0.1)
		require.Equal(t, pairOfStates{1, 5}, pairOfStates{late.Old, late.Info.State})
		require.Equal(t, sockets.EndTimeout, late.Info.End)
		w.wait(time.Second)
		changes := b.told()
		require.Equal(t, []pairOfStates{{0, 1}, {1, 4}}, states(changes))
		require.Equal(t, sockets.ResultInvalidState, b.Accept(changes[0].Connection), "too late")
	})
}

func TestNobodyListensNobodyIsThereOneself(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		for _, peer := range []steamtypes.SteamID{b.id, steamtypes.IndividualID(99)} {
			h := a.Connect(peer, 5, nil)
			require.NotZero(t, h)
			a.next()
			late := a.next()
			require.Equal(t, sockets.StateProblem, late.Info.State)
			require.Equal(t, sockets.EndTimeout, late.Info.End)
			require.True(t, a.CloseConnection(h, 0, "", false))
		}
		require.Empty(t, b.told(), "there is no listen socket to hear it")
		require.Zero(t, a.Connect(a.id, 0, nil))
		require.Zero(t, a.Connect(0, 0, nil))
		require.Zero(t, a.Connect(b.id, -1, nil))
	})
}

func TestAListenSocketMayComeLaterThanTheConnection(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours := a.Connect(b.id, 0, nil)
		w.wait(3 * time.Second)
		b.Listen(0, nil)
		b.Accept(b.next().Connection)
		w.wait(time.Second)
		require.Equal(t, sockets.StateConnected, a.state(ours))
	})
}

func TestAPeerMayComeLaterThanTheConnection(t *testing.T) {
	in(t, func(w *world) {
		w.net.Timeout = time.Second
		a := w.user(1)
		ours := a.Connect(steamtypes.IndividualID(2), 0, nil)
		w.wait(3 * time.Second)
		b := w.user(2)
		b.Listen(0, nil)
		b.Accept(b.next().Connection)
		w.wait(time.Second)
		require.Equal(t, sockets.StateConnected, a.state(ours))
	})
}

func TestARefusingComputerIsToldAtOnce(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.node.Refuses = true
		a.Connect(b.id, 0, nil)
		a.next()
		start := time.Now()
		refused := a.next()
		require.Less(t, time.Since(start), time.Second)
		require.Equal(t, sockets.StateProblem, refused.Info.State)
		require.Equal(t, sockets.EndRendezvous, refused.Info.End)
	})
}

func TestOnePortOneListenSocket(t *testing.T) {
	in(t, func(w *world) {
		a := w.user(1)
		h := a.Listen(3, nil)
		require.NotZero(t, h)
		require.Zero(t, a.Listen(3, nil))
		require.NotZero(t, a.Listen(4, nil))
		require.Zero(t, a.Listen(-1, nil))
		require.Zero(t, a.Listen(sockets.OwnersPort, nil), "it is package messages'")
		require.True(t, a.CloseListener(h))
		require.False(t, a.CloseListener(h))
		require.NotZero(t, a.Listen(3, nil))
	})
}

func TestVirtualPortsAreApart(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		one, two := b.Listen(1, nil), b.Listen(2, nil)
		a.Connect(b.id, 2, nil)
		require.Equal(t, two, b.next().Info.Listener)
		a.Connect(b.id, 1, nil)
		require.Equal(t, one, b.next().Info.Listener)
		a.Connect(b.id, 1, nil)
		require.Equal(t, one, b.next().Info.Listener, "as many connections as are wanted")
	})
}

func TestAcceptTwiceAcceptOnesOwnAcceptNobody(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.Listen(0, nil)
		ours := a.Connect(b.id, 0, nil)
		require.Equal(t, sockets.ResultInvalidState, a.Accept(ours), "one's own")
		theirs := b.next().Connection
		require.Equal(t, sockets.ResultOK, b.Accept(theirs))
		require.Equal(t, sockets.ResultDuplicateRequest, b.Accept(theirs))
		require.Equal(t, sockets.ResultInvalidParam, b.Accept(theirs+1))
		require.Equal(t, sockets.ResultInvalidParam, b.Accept(0))
	})
}

func TestClosingAListenSocketClosesWhatItAccepted(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		listener := b.Listen(0, nil)
		ours := a.Connect(b.id, 0, nil)
		theirs := b.next().Connection
		b.Accept(theirs)
		w.wait(time.Second)
		a.told()
		b.CloseListener(listener)
		require.Equal(t, sockets.StateClosedByPeer, a.next().Info.State)
		require.Equal(t, sockets.StateClosedByPeer, a.state(ours))
		_, there := b.Info(theirs)
		require.False(t, there)
	})
}

func TestAClosedListenSocketIsStillKnownWhileOthersLive(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		_ = theirs
		require.True(t, b.IsListener(b.info(theirs).Listener))
		require.False(t, a.IsListener(a.info(ours).Listener))
	})
}

func (u *user) info(h sockets.Handle) sockets.Info {
	info, _ := u.Info(h)
	return info
}

func TestSilenceEndsAConnection(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		connected(a, b)
		w.net.Cut(a.id, b.id)
		start := time.Now()
		for _, u := range []*user{a, b} {
			lost := u.next()
			require.Equal(t, pairOfStates{3, 5}, pairOfStates{lost.Old, lost.Info.State})
			require.Equal(t, sockets.EndRemoteTimeout, lost.Info.End)
		}
		require.InDelta(t, 10, time.Since(start).Seconds(), 2.1)
	})
}

func TestACutThatIsShorterThanTheTimeoutIsSurvived(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, _ := connected(a, b)
		w.net.Cut(a.id, b.id)
		w.wait(7 * time.Second)
		w.net.Mend(a.id, b.id)
		w.wait(30 * time.Second)
		require.Empty(t, a.told())
		require.Empty(t, b.told())
		require.Equal(t, sockets.StateConnected, a.state(ours))
	})
}

func TestAnIdleConnectionLives(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		w.net.Loss = 0.2
		connected(a, b)
		w.wait(time.Hour)
		require.Empty(t, a.told())
		require.Empty(t, b.told())
		require.Less(t, a.node.Sent, 3600+100, "two frames in two seconds")
	})
}

func TestTimeoutsOfOneConnection(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		a.Connect(b.id, 9, []sockets.Option{{Name: sockets.TimeoutInitial, Value: sockets.Int32(1500)}})
		a.next()
		start := time.Now()
		require.Equal(t, sockets.EndTimeout, a.next().Info.End)
		require.InDelta(t, 1.5, time.Since(start).Seconds(), 0.05)

		ours, _ := connected(a, b)
		require.True(t, a.SetValue(sockets.TimeoutConnected, sockets.ScopeConnection, ours, sockets.Int32(500)))
		w.wait(20 * time.Second)
		require.Equal(t, sockets.StateConnected, a.state(ours), "it is measured more often now")
		w.net.Cut(a.id, b.id)
		start = time.Now()
		require.Equal(t, sockets.EndRemoteTimeout, a.next().Info.End)
		require.InDelta(t, 0.5, time.Since(start).Seconds(), 0.12)
	})
}

func TestTheCarrierLosesThePeer(t *testing.T) {
	for why, end := range map[sockets.Loss]sockets.End{
		sockets.LossTimeout: sockets.EndRemoteTimeout,
		sockets.LossClosed:  sockets.EndNoConnection,
	} {
		in(t, func(w *world) {
			a, b := w.user(1), w.user(2)
			ours, theirs := connected(a, b)
			w.net.Lose(a.id, b.id, why)
			require.Equal(t, end, a.next().Info.End)
			require.Equal(t, sockets.StateProblem, b.next().Info.State)
			a.CloseConnection(ours, 0, "", false)
			b.CloseConnection(theirs, 0, "", false)
			connected(a, b) // again
		})
	}
}

func TestAProcessThatStartsOver(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, _ := connected(a, b)
		w.net.Kill(b.id)
		b.Close()
		again := w.user(2)
		again.Listen(0, nil)
		// The carrier noticed nothing: the new process knows of no connection.
		gone := a.next()
		require.Equal(t, sockets.StateClosedByPeer, gone.Info.State)
		require.Equal(t, sockets.EndNoConnection, gone.Info.End)
		a.CloseConnection(ours, 0, "", false)
		connected(a, again)
	})
}

func TestShutdownTellsThePeers(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		connected(a, b)
		b.Close()
		require.Equal(t, sockets.StateClosedByPeer, a.next().Info.State)
		require.Zero(t, b.Listen(0, nil))
		require.Zero(t, b.Connect(a.id, 0, nil))
		require.Zero(t, b.CreateGroup())
		b.Close() // twice is harmless
	})
}

func TestHandlesAreNotUsedAgainSoon(t *testing.T) {
	in(t, func(w *world) {
		a := w.user(1)
		seen := make(map[sockets.Handle]bool)
		for range 2000 {
			made := []sockets.Handle{a.Listen(0, nil), a.Connect(steamtypes.IndividualID(2), 0, nil), a.CreateGroup()}
			for _, h := range made {
				require.NotZero(t, h)
				require.False(t, seen[h])
				seen[h] = true
				a.CloseListener(h)
				a.CloseConnection(h, 0, "", false)
				a.DestroyGroup(h)
			}
		}
	})
}

func TestLingerDeliversWhatWaits(t *testing.T) {
	for _, linger := range []bool{true, false} {
		in(t, func(w *world) {
			w.net.Rate = 100 << 10
			a, b := w.user(1), w.user(2)
			ours, theirs := connected(a, b)
			a.send(ours, strings.Repeat("x", 400<<10), sockets.SendReliable)
			a.send(ours, "the last word", sockets.SendReliable)
			require.True(t, a.CloseConnection(ours, 1001, "done", linger))
			_, there := a.Info(ours)
			require.False(t, there, "the handle is gone at once")
			closed := b.next()
			require.Equal(t, sockets.End(1001), closed.Info.End)
			read := b.read(theirs)
			if linger {
				require.Len(t, read, 2)
				require.Equal(t, "the last word", read[1])
			} else {
				require.Empty(t, read)
			}
			require.Empty(t, a.told())
		})
	}
}

func TestLingeringEnds(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b, sockets.Option{Name: sockets.SendBufferSize, Value: sockets.Int32(4 << 20)})
		for range 4 { // the third waits: b's game does not read
			a.send(ours, strings.Repeat("x", 500<<10), sockets.SendReliable)
		}
		a.CloseConnection(ours, 0, "", true)
		w.wait(sockets.LingerTime - 2*time.Second)
		require.Equal(t, sockets.StateConnected, b.state(theirs))
		w.wait(4 * time.Second)
		require.Equal(t, sockets.StateClosedByPeer, b.state(theirs))
		require.Len(t, b.read(theirs), 2)
	})
}

func TestAfterThePeerClosedWhatCameCanBeRead(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		a.send(ours, "one", sockets.SendReliable)
		a.send(ours, "two", sockets.SendReliable)
		w.wait(time.Second)
		a.CloseConnection(ours, 0, "", false)
		require.Equal(t, sockets.StateClosedByPeer, b.next().Info.State)
		require.Equal(t, []string{"one", "two"}, b.read(theirs))
		result, _ := b.Send(theirs, []byte("x"), sockets.SendReliable, 0)
		require.Equal(t, sockets.ResultNoConnection, result)
		require.Equal(t, sockets.ResultNoConnection, b.Flush(theirs))
	})
}

func TestAChangeMayBeAnsweredInItsOwnCall(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.hook = func(c sockets.Change) {
			if c.Info.State == sockets.StateConnecting {
				require.Equal(t, sockets.ResultOK, b.Accept(c.Connection))
				b.send(c.Connection, "welcome", sockets.SendReliable)
			}
		}
		b.Listen(0, nil)
		ours := a.Connect(b.id, 0, nil)
		w.wait(time.Second)
		require.Equal(t, []pairOfStates{{0, 1}, {1, 3}}, states(b.told()))
		require.Equal(t, []string{"welcome"}, a.read(ours))
	})
}

func TestUserDataAndNames(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b, sockets.Option{Name: sockets.UserData, Value: sockets.Int64(1 << 40)})
		require.EqualValues(t, 1<<40, a.UserDataOf(ours))
		require.EqualValues(t, 1<<40, a.info(ours).UserData)
		require.EqualValues(t, -1, b.UserDataOf(theirs))
		require.EqualValues(t, -1, b.UserDataOf(theirs+1))
		require.True(t, b.SetUserData(theirs, 7))
		require.False(t, b.SetUserData(theirs+1, 7))
		a.send(ours, "x", sockets.SendReliable)
		w.wait(time.Second)
		messages, _ := b.Receive(theirs, 1)
		require.EqualValues(t, 7, messages[0].UserData)
		messages[0].Release()

		a.SetName(ours, "the host")
		name, ok := a.Name(ours)
		require.True(t, ok)
		require.Equal(t, "the host", name)
		require.Contains(t, a.info(ours).Description, `"the host"`)
		_, ok = a.Name(ours + 1)
		require.False(t, ok)
		detail, ok := a.Detail(ours)
		require.True(t, ok)
		require.Contains(t, detail, "the host")
		_, ok = a.Detail(ours + 1)
		require.False(t, ok)
	})
}

func TestTheClockOfMessages(t *testing.T) {
	in(t, func(w *world) {
		a := w.user(1)
		require.GreaterOrEqual(t, a.LocalTimestamp(), (30 * 24 * time.Hour).Microseconds())
		before := a.LocalTimestamp()
		w.wait(time.Millisecond)
		require.EqualValues(t, 1000, a.LocalTimestamp()-before)
	})
}

func TestARefusalIsNotAskedAgain(t *testing.T) {
	in(t, func(w *world) {
		w.net.Delay = 600 * time.Millisecond // so that it asks again before it hears the answer
		a, b := w.user(1), w.user(2)
		b.Listen(0, nil)
		a.Connect(b.id, 0, nil)
		b.CloseConnection(b.next().Connection, 1000, "no", false)
		w.wait(20 * time.Second)
		require.Equal(t, []pairOfStates{{0, 1}, {1, 4}}, states(a.told()))
		require.Empty(t, b.told())
	})
}
