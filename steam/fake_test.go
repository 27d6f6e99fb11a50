package steam

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/gd/gdtest"
	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// fake is a platform that answers what a test says. What a test leaves out of
// it panics.
type fake struct {
	platform.Platform
	platform.P2P
	config  platform.Config
	session networking.SessionState
	packets []networking.Packet
	sent    []sent
	refuses error
}

// sent is a message that was given to Send.
type sent struct {
	to      steamtypes.SteamID
	data    string
	how     networking.SendType
	channel int
}

const (
	fakeID     = 76561197960287930
	fakeFriend = 76561197960287931
)

func (f *fake) Start(c platform.Config) (platform.Platform, error) {
	f.config = c
	return f, nil
}

func (f *fake) IsSteamRunning() bool              { return true }
func (f *fake) RestartAppIfNecessary(uint32) bool { return false }
func (f *fake) Name() string                      { return "fake" }
func (f *fake) Description() string               { return "This is a fake." }
func (f *fake) Steady() bool                      { return true }
func (f *fake) SteamID() steamtypes.SteamID       { return fakeID }
func (f *fake) AppID() uint32                     { return f.config.AppID }
func (f *fake) LoggedOn() bool                    { return true }
func (f *fake) RunCallbacks()                     {}
func (f *fake) Shutdown()                         {}
func (f *fake) Accept(id steamtypes.SteamID) bool { return id == fakeFriend }
func (f *fake) PacketSize(int) int                { return 0 }
func (f *fake) post(e signals.Event)              { f.config.Signals.Post(e) }
func (f *fake) queue(from int64, data string) {
	f.packets = append(f.packets, networking.NewPacket(steamtypes.SteamID(from), []byte(data), nil))
}

func (f *fake) Send(to steamtypes.SteamID, data []byte, how networking.SendType, channel int) error {
	if f.refuses == nil {
		f.sent = append(f.sent, sent{to, string(data), how, channel})
	}
	return f.refuses
}

func (f *fake) ReadPacket(_, limit int) (networking.Packet, bool) {
	if len(f.packets) == 0 {
		return networking.Packet{}, false
	}
	p := f.packets[0]
	f.packets = f.packets[1:]
	p.Data = p.Data[:min(limit, len(p.Data))]
	return p, true
}

func (f *fake) SessionState(id steamtypes.SteamID) (networking.SessionState, bool) {
	return f.session, id == fakeFriend
}

// play registers the class with an engine that is none, and returns both and
// the platform that Steam will start.
func play(t *testing.T) (*gdtest.Engine, *fake) {
	t.Helper()
	f := new(fake)
	return playOn(t, f), f
}

// playOn is play over another platform.
func playOn(t *testing.T, p platform.Provider) *gdtest.Engine {
	t.Helper()
	engine := gdtest.New(t)
	s := New(func(platform.Host) platform.Provider { return p })
	require.True(t, s.Register())
	t.Cleanup(s.Unregister)
	return engine
}

// start is play with a Steam that runs.
func start(t *testing.T) (*gdtest.Engine, *fake) {
	t.Helper()
	engine, f := play(t)
	answer := engine.Call("Steam", "steamInitEx", 480)
	require.Equal(t, gdItems("status", int64(0), "verbal", "This is a fake."), answer)
	return engine, f
}
