package multiplayer_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	. "godotsteam/multiplayer"
)

// wire is the emptiest of connections: a client that is there, and from which
// the same packet comes again and again.
type wire struct {
	changes  []Change
	message  Message
	waiting  int
	messages []Message
	sent     int
	sends    []string // of fewer than 100 bytes
	released int
	called   []SteamID
	next     Handle
	closed   []Handle
}

func (w *wire) Connect(to SteamID, _ int, _ []Option) Handle {
	w.called = append(w.called, to)
	w.next++
	return w.next
}

func (w *wire) Close(h Handle, _ End, _ string, _ bool) { w.closed = append(w.closed, h) }

func (w *wire) Send(_ Handle, data []byte, _ Flags, _ int) Result {
	if w.sent++; len(data) < 100 {
		w.sends = append(w.sends, string(data))
	}
	return ResultOK
}

func (*wire) Listen(int, []Option) bool    { return true }
func (*wire) Accept(Handle) Result         { return ResultOK }
func (*wire) SetLanes(Handle, int) Result  { return ResultOK }
func (*wire) SetUserData(Handle, int64)    {}
func (*wire) Status(Handle) (Status, bool) { return Status{}, false }
func (*wire) Shutdown()                    {}
func (w *wire) Release(Message)            { w.released++ }
func (w *wire) NextChange() (c Change, ok bool) {
	if len(w.changes) > 0 {
		c, ok = w.changes[0], true
		w.changes = w.changes[1:]
	}
	return c, ok
}

func (w *wire) Receive(into []Message) int {
	if len(w.messages) > 0 {
		n := copy(into, w.messages)
		w.messages = w.messages[n:]
		return n
	}
	n := min(w.waiting, len(into))
	for i := range n {
		into[i] = w.message
	}
	w.waiting -= n
	return n
}

type bench struct{ w *wire }

func (b bench) ID() SteamID                  { return user(1) }
func (b bench) Open() (Connections, error)   { return b.w, nil }
func (bench) LobbyOwner(SteamID) SteamID     { return 0 }
func (bench) LobbyMembers(SteamID) []SteamID { return nil }
func (bench) Channels() int                  { return 4 }
func (bench) Name(SteamID) string            { return "" }
func newBench(t testing.TB) (*Peer, *wire) {
	w := &wire{changes: []Change{
		{Connection: 7, User: user(2), Incoming: true, State: StateConnecting},
		{Connection: 7, User: user(2), Incoming: true, State: StateConnected, Old: StateConnecting},
	}}
	w.message = Message{Data: binary.LittleEndian.AppendUint32(nil, 4711), Connection: 7, Reliable: true, Holder: w}
	w.waiting = 1
	p := New(bench{w})
	require.Equal(t, OK, p.CreateHost(0))
	p.Poll(func(Event) {})
	require.Len(t, p.Peers(), 1)
	w.message.Data = make([]byte, 100)
	return p, w
}

func tell(Event) {}

// exchange takes n packets and puts as many.
func exchange(p *Peer, w *wire, n int, data []byte) {
	w.waiting = n
	p.Poll(tell)
	for p.Available() > 0 {
		p.Head()
		m, _ := p.Get()
		m.Done()
		p.Put(data)
	}
}

func TestAPacketAllocatesNothing(t *testing.T) {
	p, w := newBench(t)
	data := make([]byte, 100)
	exchange(p, w, 100, data)
	before := w.sent
	require.Zero(t, testing.AllocsPerRun(100, func() { exchange(p, w, 100, data) }))
	require.Equal(t, 101*100, w.sent-before)
}

func BenchmarkPacket(b *testing.B) {
	p, w := newBench(b)
	data := make([]byte, 100)
	b.ReportAllocs()
	for b.Loop() {
		exchange(p, w, 1, data)
	}
}
