package steam

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/signals"
)

// gdItems returns a Dictionary of keys and values.
func gdItems(pairs ...any) gd.Items {
	items := gd.Items{}
	for i := 0; i < len(pairs); i += 2 {
		items = append(items, gd.Item{Key: pairs[i], Value: pairs[i+1]})
	}
	return items
}

func TestBeforeItIsStarted(t *testing.T) {
	engine, f := play(t)
	require.Equal(t, false, engine.Call("Steam", "sendP2PPacket", fakeFriend, []byte("x"), 2))
	require.Equal(t, []string{"[STEAM] sendP2PPacket: " + errNotInitialized.Error()}, engine.Errors)
	require.Equal(t, false, engine.Call("Steam", "sendP2PPacket", fakeFriend, []byte("x"), 2))
	require.Len(t, engine.Errors, 1, "said once")
	require.Equal(t, "", engine.Call("Steam", "get_platform"))
	require.Empty(t, f.sent)
}

func TestTheAppIDOfTheProjectSettings(t *testing.T) {
	engine, f := play(t)
	engine.Settings[settingAppID420] = int64(4242)
	engine.Call("Steam", "steamInitEx")
	require.Equal(t, uint32(4242), f.config.AppID)
	require.Equal(t, int64(4242), engine.Call("Steam", "getAppID"))
}

// steamInit knows its caller's era by the type of the first argument.
func TestTheErasOfSteamInit(t *testing.T) {
	engine, _ := play(t)
	require.Equal(t, true, engine.Call("Steam", "steamInit", 480, false))
	require.Equal(t, gdItems("status", int64(1), "verbal", "Steamworks active."),
		engine.Call("Steam", "steamInit", true, 480))
	steam := gd.Singleton("Steam")
	_, err := engine.TryCall(steam, "steamInit", "480")
	require.ErrorContains(t, err, "argument 1 must be of type 2")
	_, err = engine.TryCall(steam, "steamInit", true, 480, false, 1)
	require.ErrorContains(t, err, "at most 3")
}

func TestPackets(t *testing.T) {
	engine, f := start(t)
	require.Equal(t, true, engine.Call("Steam", "sendP2PPacket", fakeFriend, []byte("hello"), 2, 3))
	require.Equal(t, []sent{{fakeFriend, "hello", networking.SendReliable, 3}}, f.sent)

	require.Equal(t, gdItems(), engine.Call("Steam", "readP2PPacket", 100))
	f.queue(fakeFriend, "hello yourself")
	from := int64(fakeFriend)
	require.Equal(t, gdItems("data", []byte("hello"), "steam_id_remote", from, "remote_steam_id", from),
		engine.Call("Steam", "readP2PPacket", 5))

	f.refuses = networking.ErrQueueFull
	require.Equal(t, false, engine.Call("Steam", "sendP2PPacket", fakeFriend, []byte("hello"), 2))
	require.Len(t, engine.Warnings, 1)
	require.Empty(t, engine.Errors)
}

func TestTheStateOfASession(t *testing.T) {
	engine, f := start(t)
	f.session = networking.SessionState{Active: true, QueuedBytes: 7, QueuedPackets: 2, RemotePort: 9}
	require.Equal(t, gdItems("connection_active", true, "connecting", false, "session_error", int64(0),
		"using_relay", false, "bytes_queued_for_send", int64(7), "packets_queued_for_send", int64(2),
		"remote_ip", int64(0), "remote_port", int64(9)),
		engine.Call("Steam", "getP2PSessionState", fakeFriend))
	require.Equal(t, gdItems(), engine.Call("Steam", "getP2PSessionState", fakeID))
	require.Equal(t, gdItems(), engine.Call("Steam", "getP2PSessionState", -1))
	require.Len(t, engine.Errors, 1)
}

func TestSignalsWaitForRunCallbacks(t *testing.T) {
	engine, f := start(t)
	f.post(signals.LobbyDataUpdate{Success: 1, Lobby: 5, Member: 6})
	f.post(signals.P2PSessionRequest{SteamIDRemote: fakeFriend})
	require.Empty(t, engine.Emitted)
	engine.OtherThread = true
	engine.Call("Steam", "run_callbacks")
	require.Empty(t, engine.Emitted, "on another thread")
	engine.OtherThread = false
	engine.Call("Steam", "run_callbacks")
	require.Len(t, engine.Emitted, 2)
	require.Equal(t, "lobby_data_update", engine.Emitted[0].Signal)
	require.Equal(t, "p2p_session_request", engine.Emitted[1].Signal)
	require.Equal(t, []any{int64(fakeFriend)}, engine.Emitted[1].Args)
	require.Equal(t, gd.Singleton("Steam"), engine.Emitted[1].Object)
}
