package steam

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
	"godotsteam/gd/gdtest"
	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/networking/sockets/carriertest"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// networked is a platform whose newer networking goes over a network in memory.
type networked struct {
	*fake
	net      *carriertest.Network
	sockets  *sockets.Sockets
	messages *messages.Messages
}

func (n *networked) Start(c platform.Config) (platform.Platform, error) {
	n.config = c
	n.sockets, n.messages = n.user(fakeID, func(e signals.Event) { c.Signals.Post(e) })
	return n, nil
}

func (n *networked) Sockets() platform.Sockets   { return n.sockets }
func (n *networked) Messages() platform.Messages { return n.messages }
func (n *networked) Shutdown() {
	n.messages.Close()
	n.sockets.Close()
}

// user is somebody on the network, who is told of changes.
func (n *networked) user(id steamtypes.SteamID, tell func(signals.Event)) (*sockets.Sockets, *messages.Messages) {
	node := n.net.Node(id)
	s := sockets.New(sockets.Config{
		ID: id, Carrier: node, Rand: rand.New(rand.NewPCG(uint64(id), 7)),
		Changed: func(c sockets.Change) { tell(platform.ConnectionStatusChanged(c)) },
	})
	m := messages.New(messages.Config{
		ID: id, Sockets: s,
		Request: func(id steamtypes.SteamID) {
			tell(signals.NetworkMessagesSessionRequest{SteamIDRemote: uint64(id)})
		},
		Settled: func(steamtypes.SteamID) {},
		Failed:  func(i sockets.Info) { tell(platform.SessionFailed(i)) },
	})
	node.Attach(s)
	return s, m
}

// world is a game on the network and a friend, who has no game but their sockets.
type world struct {
	*testing.T
	*gdtest.Engine
	class   *Steam
	friend  *sockets.Sockets
	friends *messages.Messages
	heard   []signals.Event // by the friend
}

// onNetwork plays a story in virtual time, over a network that takes 10 ms each
// way.
func onNetwork(t *testing.T, story func(t *testing.T, w *world)) {
	synctest.Test(t, func(t *testing.T) {
		n := &networked{fake: new(fake), net: carriertest.New(1)}
		n.net.Delay = 10 * time.Millisecond
		w := &world{T: t, Engine: gdtest.New(t), class: New(func(platform.Host) platform.Provider { return n })}
		require.True(t, w.class.Register())
		t.Cleanup(w.class.Unregister)
		w.friend, w.friends = n.user(fakeFriend, func(e signals.Event) { w.heard = append(w.heard, e) })
		w.steam("steamInitEx", 480)
		defer func() {
			w.steam("steamShutdown")
			w.friends.Close()
			w.friend.Close()
			synctest.Wait()
			n.net.Close()
		}()
		story(t, w)
	})
}

func (w *world) steam(method string, args ...any) any {
	w.Helper()
	return w.Call("Steam", method, args...)
}

// wait lets time pass, and returns the signals of it.
func (w *world) wait(d time.Duration) []gdtest.Emission {
	w.Helper()
	time.Sleep(d)
	synctest.Wait()
	w.Emitted = nil
	w.steam("run_callbacks")
	return w.Emitted
}

// get is an entry of a Dictionary that a method returned.
func get(t *testing.T, dictionary any, key string) any {
	t.Helper()
	value, ok := dictionary.(gd.Items).Get(key)
	require.True(t, ok, "%s in %v", key, dictionary)
	return value
}

func keysOf(dictionary any) (keys []any) {
	for _, item := range dictionary.(gd.Items) {
		keys = append(keys, item.Key)
	}
	return keys
}

func words(text string) (list []any) {
	for _, word := range strings.Fields(text) {
		list = append(list, word)
	}
	return list
}

const (
	infoKeys = "identity user_data listen_socket remote_address remote_pop pop_relay connection_state end_reason " +
		"end_debug debug_description"
	statusKeys = "state ping local_quality remote_quality packets_out_per_second bytes_out_per_second " +
		"packets_in_per_second bytes_in_per_second send_rate pending_unreliable pending_reliable " +
		"sent_unacknowledged_reliable queue_time"
	messageKeys = "payload size connection identity receiver_user_data time_received message_number channel flags " +
		"sender_user_data"
)

// connected makes a connection to the friend, and returns its ends.
func (w *world) connected(options any) (ours int64, theirs sockets.Handle) {
	w.Helper()
	w.friend.Listen(3, nil)
	ours = w.steam("connectP2P", int64(fakeFriend), 3, options).(int64)
	require.NotZero(w, ours)
	w.wait(100 * time.Millisecond)
	for _, e := range w.heard {
		if c, ok := e.(signals.NetworkConnectionStatusChanged); ok {
			theirs = sockets.Handle(c.Handle)
		}
	}
	require.Equal(w, sockets.ResultOK, w.friend.Accept(theirs))
	w.wait(100 * time.Millisecond)
	return ours, theirs
}

func TestAConnectionComesIn(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		socket := w.steam("createListenSocketP2P", 0, gd.Items{{Key: 24, Value: 5000}})
		require.NotEqual(t, int64(0), socket)
		require.Equal(t, int64(0), w.steam("createListenSocketP2P", 0, gd.Items{}), "the port is taken")
		require.Equal(t, "::", w.steam("getListenSocketAddress", socket))

		theirs := w.friend.Connect(fakeID, 0, nil)
		emitted := w.wait(100 * time.Millisecond)
		require.Len(t, emitted, 1)
		require.Equal(t, "network_connection_status_changed", emitted[0].Signal)
		connection, state := emitted[0].Args[0], emitted[0].Args[1]
		require.Equal(t, words(infoKeys), keysOf(state), "in GodotSteam's order")
		require.Equal(t, int64(0), emitted[0].Args[2])
		for key, want := range map[string]any{
			"identity": int64(fakeFriend), "listen_socket": socket, "connection_state": int64(1), "user_data": int64(-1),
			"remote_address": "127.0.0.1", "end_reason": int64(0), "end_debug": "",
		} {
			require.Equal(t, want, get(t, state, key), key)
		}

		require.Equal(t, int64(1), w.steam("acceptConnection", connection))
		emitted = w.wait(100 * time.Millisecond)
		require.Len(t, emitted, 1)
		require.Equal(t, int64(3), get(t, emitted[0].Args[1], "connection_state"))
		require.Equal(t, int64(1), emitted[0].Args[2])
		require.Equal(t, int64(29), w.steam("acceptConnection", connection), "again")
		require.Equal(t, int64(8), w.steam("acceptConnection", 5))

		info := w.steam("getConnectionInfo", connection)
		require.Equal(t, words(infoKeys+" info_flags"), keysOf(info))
		require.Equal(t, gdItems(), w.steam("getConnectionInfo", 5))
		require.Equal(t, true, w.steam("setConnectionUserData", connection, int64(1)<<40))
		require.Equal(t, int64(1)<<40, w.steam("getConnectionUserData", connection))
		require.Equal(t, int64(-1), w.steam("getConnectionUserData", 5))
		w.steam("setConnectionName", connection, "Bob's")
		require.Equal(t, "Bob's", w.steam("getConnectionName", connection))
		detail := w.steam("getDetailedConnectionStatus", connection)
		require.Equal(t, int64(0), get(t, detail, "success"))
		require.Contains(t, get(t, detail, "status"), "Bob's")
		require.Equal(t, gdItems("success", int64(-1), "status", ""), w.steam("getDetailedConnectionStatus", 5))

		require.True(t, w.friend.CloseConnection(theirs, 1234, "bye", false))
		emitted = w.wait(100 * time.Millisecond)
		require.Len(t, emitted, 1)
		require.Equal(t, []any{int64(4), int64(1234), "bye"}, []any{get(t, emitted[0].Args[1], "connection_state"),
			get(t, emitted[0].Args[1], "end_reason"), get(t, emitted[0].Args[1], "end_debug")})
		require.Equal(t, int64(3), get(t, w.steam("sendMessageToConnection", connection, []byte("x"), 8), "result"))
		require.Equal(t, true, w.steam("closeConnection", connection, 0, "", false))
		require.Equal(t, false, w.steam("closeConnection", connection, 0, "", false))
		require.Equal(t, true, w.steam("closeListenSocket", socket))
		require.Equal(t, false, w.steam("closeListenSocket", socket))
		require.Empty(t, w.Errors)
		require.Empty(t, w.Warnings)
	})
}

func TestMessagesOfAConnection(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		ours, theirs := w.connected(gd.Items{{Key: 40, Value: 77}})
		sent := w.steam("sendMessageToConnection", ours, []byte("hello"), 8)
		require.Equal(t, gdItems("result", int64(1), "message_number", int64(1)), sent)
		require.Equal(t, int64(1), w.steam("flushMessagesOnConnection", ours))
		w.wait(100 * time.Millisecond)
		got, _ := w.friend.Receive(theirs, 10)
		require.Len(t, got, 1)
		require.Equal(t, "hello", string(got[0].Data))
		got[0].Release()

		w.friend.Send(theirs, []byte("yourself"), sockets.SendReliable, 0)
		w.friend.Send(theirs, []byte(""), sockets.SendUnreliable, 0)
		w.wait(100 * time.Millisecond)
		require.Equal(t, gd.Array{}, w.steam("receiveMessagesOnConnection", ours, 0))
		require.Equal(t, gd.Array{}, w.steam("receiveMessagesOnConnection", ours, -1))
		list := w.steam("receiveMessagesOnConnection", ours, 32).(gd.Array)
		require.Len(t, list, 2)
		require.Equal(t, words(messageKeys), keysOf(list[0]))
		for key, want := range map[string]any{
			"payload": []byte("yourself"), "size": int64(8), "connection": ours, "identity": int64(fakeFriend),
			"receiver_user_data": int64(77), "message_number": int64(1), "channel": int64(0), "flags": int64(8),
			"sender_user_data": int64(0),
		} {
			require.EqualValues(t, want, get(t, list[0], key), key)
		}
		now := w.steam("getLocalTimestamp").(int64)
		require.InDelta(t, now-90_000, get(t, list[0], "time_received"), 20_000)
		require.Empty(t, get(t, list[1], "payload"))
		require.Equal(t, int64(0), get(t, list[1], "flags"))
		require.Equal(t, gd.Array{}, w.steam("receiveMessagesOnConnection", 5, 32))
		require.Equal(t, gdItems("result", int64(8), "message_number", int64(0)),
			w.steam("sendMessageToConnection", ours, make([]byte, 524289), 8))

		group := w.steam("createPollGroup")
		require.Equal(t, true, w.steam("setConnectionPollGroup", ours, group))
		w.friend.Send(theirs, []byte("to the group"), sockets.SendReliable, 0)
		w.wait(100 * time.Millisecond)
		list = w.steam("receiveMessagesOnPollGroup", group, 32).(gd.Array)
		require.Len(t, list, 1)
		require.Equal(t, ours, get(t, list[0], "connection"))
		require.Equal(t, true, w.steam("setConnectionPollGroup", ours, 0))
		require.Equal(t, true, w.steam("destroyPollGroup", group))
		require.Equal(t, false, w.steam("destroyPollGroup", group))
		require.Equal(t, gd.Array{}, w.steam("receiveMessagesOnPollGroup", group, 32))
	})
}

func TestSeveralMessagesAtOnce(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		ours, theirs := w.connected(gd.Items{})
		require.Equal(t, gd.Int64s{1, -8, 2}, w.steam("sendMessages", ours,
			gd.Array{[]byte("a"), make([]byte, 524289), []byte("b")}, 8, true), "as GodotSteam 4.20 has it")
		require.Equal(t, gd.Array{int64(3)}, w.steam("sendMessages", []byte("c"), ours, 8), "as 4.11 has it")
		w.wait(100 * time.Millisecond)
		got, _ := w.friend.Receive(theirs, 10)
		var all []string
		for _, m := range got {
			all = append(all, string(m.Data))
		}
		require.Equal(t, []string{"a", "b", "c"}, all)
		require.Equal(t, gd.Int64s{-8}, w.steam("sendMessages", 5, gd.Array{[]byte("a")}, 8))
		require.Empty(t, w.Errors)
		w.steam("sendMessages", ours, "text", 8)
		require.Len(t, w.Errors, 1)
	})
}

func TestHowAConnectionDoes(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		ours, _ := w.connected(gd.Items{})
		w.steam("sendMessageToConnection", ours, []byte("hello"), 8)
		w.wait(3 * time.Second)
		status := w.steam("getConnectionRealTimeStatus", ours, 1)
		require.Equal(t, words("response connection_status lanes_status"), keysOf(status))
		require.Equal(t, int64(1), get(t, status, "response"))
		connection := get(t, status, "connection_status")
		require.Equal(t, words(statusKeys), keysOf(connection))
		require.Equal(t, int64(3), get(t, connection, "state"))
		require.InDelta(t, 20, get(t, connection, "ping"), 5)
		require.IsType(t, 0.5, get(t, connection, "local_quality"))
		lanes := get(t, status, "lanes_status").(gd.Array)
		require.Len(t, lanes, 1)
		require.Equal(t, words("pending_unreliable pending_reliable sent_unacknowledged_reliable queue_time"), keysOf(lanes[0]))

		status = w.steam("getConnectionRealTimeStatus", ours, 0, false)
		require.Equal(t, gdItems(), get(t, status, "connection_status"))
		require.Equal(t, gdItems("response", int64(8)), w.steam("getConnectionRealTimeStatus", ours, 2))
		require.Equal(t, gdItems("response", int64(3)), w.steam("getConnectionRealTimeStatus", 5, 0))

		require.Equal(t, int64(1), w.steam("configureConnectionLanes", ours, 2, gd.Array{0, 10, 5}, gd.Array{1, 1.0}))
		require.Equal(t, int64(1), get(t, w.steam("getConnectionRealTimeStatus", ours, 2), "response"))
		require.Equal(t, int64(8), w.steam("configureConnectionLanes", ours, 1, gd.Array{0}, gd.Array{1}), "fewer than before")
		require.Empty(t, w.Errors)
		for _, bad := range [][2]gd.Array{{{0}, {1, 1}}, {{0, 1}, {1}}, {{0, "x"}, {1, 1}}, {{0, 1}, {1, 1 << 16}}} {
			require.Equal(t, int64(8), w.steam("configureConnectionLanes", ours, 2, bad[0], bad[1]))
		}
		require.Len(t, w.Errors, 3, "each kind of mistake has a word")
	})
}

func TestAPairOfConnections(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		pair := w.steam("createSocketPair", false, int64(fakeFriend), 0)
		require.Equal(t, words("success connection1 connection2"), keysOf(pair))
		require.Equal(t, true, get(t, pair, "success"))
		one, two := get(t, pair, "connection1"), get(t, pair, "connection2")
		require.Equal(t, int64(fakeFriend), get(t, w.steam("getConnectionInfo", one), "identity"))
		require.Equal(t, int64(fakeID), get(t, w.steam("getConnectionInfo", two), "identity"), "0 is this user")
		require.Empty(t, w.wait(time.Second), "no signal says so")
		w.steam("sendMessageToConnection", one, []byte("hello"), 8)
		require.Len(t, w.steam("receiveMessagesOnConnection", two, 10), 1)
		w.steam("closeConnection", one, 0, "", false)
		require.Len(t, w.wait(time.Second), 1)
	})
}

func TestOptions(t *testing.T) {
	read := func(given any) []sockets.Option {
		t.Helper()
		options, err := optionsOf(given)
		require.NoError(t, err)
		return options
	}
	type option = sockets.Option
	require.Empty(t, read(nil))
	require.Empty(t, read(gd.Items{}))
	require.Empty(t, read(gd.Array{}))
	require.Equal(t, []option{{Name: 24, Value: sockets.Int32(1500)}}, read(gdItems(int64(24), int64(1500))))
	require.Equal(t, []option{{Name: 40, Value: sockets.Int64(1 << 40)}}, read(gdItems(int64(40), int64(1)<<40)))
	require.Equal(t, []option{{Name: 2, Value: sockets.Float(5)}}, read(gdItems(int64(2), int64(5))), "a whole number will do")
	require.Equal(t, []option{{Name: 2, Value: sockets.Float(2.5)}}, read(gdItems(int64(2), 2.5)))
	require.Equal(t, []option{{Name: 103, Value: sockets.Text("a")}}, read(gdItems(int64(103), "a")))
	require.Equal(t, []option{{Name: 37, Value: sockets.Int32(1)}}, read(gdItems(int64(37), true)))
	require.Equal(t, []option{{Name: 4711, Value: sockets.Int32(1)}}, read(gdItems(int64(4711), int64(1))),
		"Valve's library may know more")
	require.Equal(t, []option{{Name: 24, Value: sockets.Int32(1500)}},
		read(gd.Array{gd.Array{int64(24), int64(1), int64(1500)}}), "as GodotSteam 4.10 and before have it")
	tooMany := make(gd.Items, maxOptions+1)
	for _, bad := range []any{
		int64(5), "text", gdItems("24", int64(1)), gdItems(int64(-1), int64(1)), gdItems(int64(24), 1.5),
		gdItems(int64(24), int64(1)<<40), gdItems(int64(24), "x"), gdItems(int64(24), nil), gdItems(int64(201), int64(1)),
		gd.Array{int64(24)}, gd.Array{gd.Array{int64(24), int64(1)}}, tooMany, make(gd.Array, maxOptions+1),
	} {
		_, err := optionsOf(bad)
		require.Error(t, err, "%v", bad)
	}
	onNetwork(t, func(t *testing.T, w *world) {
		require.Equal(t, int64(0), w.steam("createListenSocketP2P", 0, gd.Items{{Key: 24, Value: "soon"}}))
		require.Equal(t, []string{"[STEAM] createListenSocketP2P: options can't be used: 24 (TimeoutInitial) is set to a value of another " +
			"type: it must be an int"}, w.Errors)
	})
}

func TestMessagesToUsers(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		const friend = int64(fakeFriend)
		require.Equal(t, false, w.steam("acceptSessionWithUser", friend))
		require.Equal(t, int64(1), w.steam("sendMessageToUser", friend, []byte("hello"), 0, 4))
		w.wait(100 * time.Millisecond)
		require.Equal(t, signals.NetworkMessagesSessionRequest{SteamIDRemote: fakeID}, w.heard[len(w.heard)-1])
		w.friends.Send(fakeID, []byte("yourself"), sockets.SendReliable, 4)
		w.wait(100 * time.Millisecond)
		got := w.friends.Receive(4, 10)
		require.Len(t, got, 1)
		require.Equal(t, "hello", string(got[0].Data))

		require.Equal(t, gd.Array{}, w.steam("receiveMessagesOnChannel", 0, 10))
		require.Equal(t, gd.Array{}, w.steam("receiveMessagesOnChannel", 4, -1))
		list := w.steam("receiveMessagesOnChannel", 4, 10).(gd.Array)
		require.Len(t, list, 1)
		require.Equal(t, words(messageKeys), keysOf(list[0]))
		for key, want := range map[string]any{
			"payload": []byte("yourself"), "size": int64(8), "identity": friend, "channel": int64(4), "flags": int64(8),
		} {
			require.EqualValues(t, want, get(t, list[0], key), key)
		}

		require.Equal(t, gdItems("connection_state", int64(3)), w.steam("getSessionConnectionInfo", friend, false, false))
		info := keysOf(w.steam("getSessionConnectionInfo", friend, true, true))
		want := slices.DeleteFunc(words(infoKeys), func(k any) bool { return k == "connection_state" })
		want = append(append(words("connection_state"), want...), words("info_flags "+statusKeys)...)
		require.Equal(t, want, info)
		nobody := w.steam("getSessionConnectionInfo", 5, true, true)
		require.Equal(t, want, keysOf(nobody), "without a session all is zero")
		require.Equal(t, "::", get(t, nobody, "remote_address"))

		require.Equal(t, int64(8), w.steam("sendMessageToUser", 0, []byte("x"), 0, 0))
		require.Equal(t, int64(8), w.steam("sendMessageToUser", friend, make([]byte, 524289), 8, 0))
		require.Equal(t, false, w.steam("closeChannelWithUser", friend, 5))
		require.Equal(t, true, w.steam("closeChannelWithUser", friend, 4))
		require.Equal(t, false, w.steam("closeSessionWithUser", friend))
		require.Empty(t, w.Errors)
	})
}

func TestASessionThatFails(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		const friend = int64(fakeFriend)
		w.steam("sendMessageToUser", friend, []byte("hello"), 8, 0)
		emitted := w.wait(11 * time.Second)
		require.Len(t, emitted, 1)
		require.Equal(t, "network_messages_session_failed", emitted[0].Signal)
		require.Equal(t, []any{int64(5003), friend, int64(5)}, emitted[0].Args[:3], "the reason comes first")
		require.Equal(t, int64(35), w.steam("sendMessageToUser", friend, []byte("hello"), 8, 0))
		require.Equal(t, int64(1), w.steam("sendMessageToUser", friend, []byte("hello"), 8|32, 0))
	})
}

// A game that nobody has taught to answer is told of it.
func TestARequestThatNobodyHears(t *testing.T) {
	for _, story := range []string{"nobody hears it", "a function hears it", "something was sent"} {
		onNetwork(t, func(t *testing.T, w *world) {
			s := w.class
			s.host = func() platform.Host { return platform.Host{Debug: true} }
			w.friends.Send(fakeID, []byte("hello"), sockets.SendReliable, 0)
			require.Len(t, w.wait(100*time.Millisecond), 1)
			w.Heard = map[string]bool{"network_messages_session_request": story == "a function hears it"}
			if story == "something was sent" {
				w.steam("sendMessageToUser", int64(fakeFriend), []byte("yes"), 8, 0)
				w.wait(100 * time.Millisecond)
			}
			for range 2 * patience {
				s.Frame()
			}
			if story != "nobody hears it" {
				require.Empty(t, w.Warnings, story)
				return
			}
			require.Equal(t, []string{"[STEAM] network_messages_session_request: messages of user 76561197960287931 wait, and " +
				"nothing is connected to this signal: connect a function that calls acceptSessionWithUser(remote_steam_id), " +
				"or they are never read"}, w.Warnings)
		})
	}
}

// Scripts of GodotSteam 4.7 and before have names for users.
func TestIdentities(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		require.Equal(t, true, w.steam("addIdentity", "OPPONENT_ID"))
		require.Equal(t, true, w.steam("isIdentityInvalid", "OPPONENT_ID"))
		require.Equal(t, "invalid", w.steam("toIdentityString", "OPPONENT_ID"))
		require.Equal(t, int64(8), w.steam("sendMessageToUser", "OPPONENT_ID", []byte("x"), 8, 0), "nobody yet")
		require.Equal(t, true, w.steam("setIdentitySteamID64", "OPPONENT_ID", int64(fakeFriend)))
		require.Equal(t, false, w.steam("isIdentityInvalid", "OPPONENT_ID"))
		require.Equal(t, int64(fakeFriend), w.steam("getIdentitySteamID64", "OPPONENT_ID"))
		require.Equal(t, int64(22203), w.steam("getIdentitySteamID", "OPPONENT_ID"))
		require.Equal(t, "steamid:76561197960287931", w.steam("toIdentityString", "OPPONENT_ID"))
		require.Equal(t, gd.Array{"OPPONENT_ID"}, w.steam("getIdentities"))
		for _, friend := range []any{
			"OPPONENT_ID", "steamid:76561197960287931", "76561197960287931", gd.StringName("OPPONENT_ID"), int64(fakeFriend),
		} {
			require.Equal(t, int64(1), w.steam("sendMessageToUser", friend, []byte("hello"), 8, 0), "%v", friend)
		}
		require.Empty(t, w.Errors)
		w.wait(100 * time.Millisecond)
		w.friends.Accept(fakeID)
		w.wait(100 * time.Millisecond)
		require.Len(t, w.friends.Receive(0, 10), 5)

		require.Equal(t, true, w.steam("setIdentitySteamID", "OPPONENT_ID", int64(fakeID)))
		require.Equal(t, int64(fakeID), w.steam("getIdentitySteamID64", "OPPONENT_ID"))
		require.Equal(t, true, w.steam("parseIdentityString", "OPPONENT_ID", "steamid:76561197960287931"))
		require.Equal(t, false, w.steam("parseIdentityString", "OPPONENT_ID", "ip:1.2.3.4"))
		w.steam("clearIdentity", "OPPONENT_ID")
		w.Errors = nil
		for _, bad := range []any{"OPPONENT_ID", "", nil, true, 1e19, 0.5, gd.Array{}} {
			require.Equal(t, int64(0), w.steam("sendMessageToUser", bad, []byte("x"), 8, 0), "%v", bad)
		}
		require.Contains(t, w.Errors[0], `no identity is called "OPPONENT_ID"`)
		require.Equal(t, false, w.steam("setIdentitySteamID64", "NOBODY", int64(fakeFriend)))
		require.Equal(t, false, w.steam("addIdentity", ""))
	})
}

func TestThereIsAnEndOfIdentities(t *testing.T) {
	var n identities
	for i := range maxIdentities {
		require.NoError(t, n.add(strings.Repeat("x", i+1)))
	}
	require.NoError(t, n.add("x"), "the same again")
	require.Error(t, n.add("y"))
	n.forget("x")
	require.NoError(t, n.add("y"))
}

func TestConfigurationValues(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		const lossSend, timeout, global, connection = 2, 24, 1, 4
		value := func(name, scope int, h any) any { return w.steam("getConfigValue", name, scope, h) }
		require.Equal(t, true, w.steam("setGlobalConfigValueFloat", lossSend, 12.5))
		v := value(lossSend, global, 0)
		require.Equal(t, words("result type value buffer"), keysOf(v))
		require.Equal(t, []any{int64(1), int64(3), int64(4)}, []any{get(t, v, "result"), get(t, v, "type"), get(t, v, "buffer")})
		require.Equal(t, float32(12.5), math.Float32frombits(binary.LittleEndian.Uint32(get(t, v, "value").([]byte))))
		require.Equal(t, true, w.steam("setGlobalConfigValueInt32", timeout, -5), "cut to what can be")
		require.Equal(t, []byte{0, 0, 0, 0}, get(t, value(timeout, global, 0), "value"))
		require.Equal(t, true, w.steam("setGlobalConfigValueString", 103, "stun:1"))
		require.Equal(t, []byte("stun:1"), get(t, value(103, global, 0), "value"))
		require.Equal(t, false, w.steam("setGlobalConfigValueString", timeout, "soon"))
		require.Equal(t, int64(-1), get(t, value(4711, global, 0), "result"))
		require.Equal(t, int64(-2), get(t, value(timeout, connection, 5), "result"))

		pair := w.steam("createSocketPair", true, 0, 0)
		one := get(t, pair, "connection1")
		require.Equal(t, int64(2), get(t, value(timeout, connection, one), "result"), "inherited")
		require.Equal(t, true, w.steam("setConnectionConfigValueInt32", one, timeout, 1500))
		require.Equal(t, []byte{0xDC, 5, 0, 0}, get(t, value(timeout, connection, one), "value"))
		require.Equal(t, true, w.steam("setConnectionConfigValueString", one, 103, "x"))
		require.Equal(t, false, w.steam("setConnectionConfigValueFloat", one, lossSend, 1.0), "it is for all only")
		require.Len(t, get(t, value(40, connection, one), "value"), 8)

		require.Equal(t, gdItems("type", int64(3), "scope", int64(1), "name", "FakePacketLoss_Send"),
			w.steam("getConfigValueInfo", lossSend))
		require.Equal(t, gdItems(), w.steam("getConfigValueInfo", 4711))
		var all []int64
		for at := int64(0); ; {
			if at = w.steam("iterateGenericEditableConfigValues", at, false).(int64); at == 0 {
				break
			}
			all = append(all, at)
		}
		require.Equal(t, []int64{2, 3, 4}, all[:3])
		require.Equal(t, int64(999), all[len(all)-1])
		require.NotContains(t, all, int64(201), "a function of C")
		require.Empty(t, w.Errors)
	})
}

// A bad network at the flick of a call.
func TestABadNetwork(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		ours, theirs := w.connected(gd.Items{})
		w.steam("setGlobalConfigValueFloat", 2, 50)
		for range 400 {
			w.steam("sendMessageToConnection", ours, []byte("x"), 0)
			w.wait(10 * time.Millisecond)
		}
		got, _ := w.friend.Receive(theirs, 1000)
		require.InDelta(t, 200, len(got), 60)
		w.steam("setGlobalConfigValueFloat", 2, 0.0)
	})
}

func TestRelaysWithoutSteam(t *testing.T) {
	onNetwork(t, func(t *testing.T, w *world) {
		require.Equal(t, int64(1), w.steam("getRelayNetworkStatus"))
		w.steam("initRelayNetworkAccess")
		w.steam("initRelayNetworkAccess")
		emitted := w.wait(0)
		require.Len(t, emitted, 1, "it is said once")
		require.Equal(t, "relay_network_status", emitted[0].Signal)
		require.Equal(t, []any{int64(100), int64(0), int64(100), int64(100)}, emitted[0].Args[:4])
		require.Equal(t, int64(100), w.steam("getRelayNetworkStatus"))

		require.Equal(t, int64(100), w.steam("initAuthentication"))
		require.Equal(t, int64(100), w.steam("getAuthenticationStatus"))
		emitted = w.wait(0)
		require.Len(t, emitted, 1)
		require.Equal(t, []any{int64(100), "OK"}, emitted[0].Args)
		w.steam("steamShutdown")
		w.steam("steamInitEx", 480)
		require.Equal(t, int64(1), w.steam("getRelayNetworkStatus"), "a new start")
		require.Empty(t, w.Warnings)
	})
}

func TestPlacesWithoutSteam(t *testing.T) {
	call, engine := tried(t, new(fake))
	here := get(t, call("getLocalPingLocation"), "location").([]byte)
	require.Len(t, here, 512)
	require.Equal(t, words("age location"), keysOf(call("getLocalPingLocation")))
	text := call("convertPingLocationToString", here)
	require.NotEmpty(t, text)
	require.Equal(t, gdItems("success", true, "ping_location", here), call("parsePingLocationString", text))
	garbage := call("parsePingLocationString", "garbage")
	require.Equal(t, false, get(t, garbage, "success"))
	require.Len(t, get(t, garbage, "ping_location"), 512, "also where it fails")
	require.Equal(t, int64(0), call("estimatePingTimeBetweenTwoLocations", here, here))
	require.Equal(t, int64(0), call("estimatePingTimeFromLocalHost", here))
	require.Equal(t, int64(-2), call("estimatePingTimeFromLocalHost", make([]byte, 512)))
	require.Equal(t, true, call("checkPingDataUpToDate", 60.0))
	require.Equal(t, gdItems("pop_relay", int64(0), "ping", int64(-1)), call("getPingToDataCenter", 5))
	require.Equal(t, int64(-1), call("getDirectPingToPOP", 5))
	require.Equal(t, int64(0), call("getPOPCount"))
	require.Equal(t, gd.Array{}, call("getPOPList"))
	require.Equal(t, false, call("isFakeIPv4", "169.254.0.1"))
	require.Equal(t, int64(1), call("getIPv4FakeIPType", "169.254.0.1:27015"))
	require.Equal(t, true, call("setGlobalCallbackFakeIPResult"))
	require.Empty(t, engine.Warnings)
	require.Empty(t, engine.Errors)
	require.Equal(t, int64(0), call("estimatePingTimeFromLocalHost", []byte("short")))
	require.Len(t, engine.Errors, 1)
}

// A platform that has none of it says so once.
func TestWithoutNetworking(t *testing.T) {
	call, engine := tried(t, new(fake))
	for range 2 {
		require.Equal(t, int64(0), call("sendMessageToUser", int64(fakeFriend), []byte("x"), 8, 0))
		require.Equal(t, gd.Array{}, call("receiveMessagesOnChannel", 0, 10))
		require.Equal(t, int64(0), call("connectP2P", int64(fakeFriend), 0, gd.Items{}))
		require.Equal(t, gdItems(), call("getConnectionInfo", 5))
		require.Equal(t, gdItems(), call("sendMessageToConnection", 5, []byte("x"), 8))
		require.Nil(t, call("sendMessages", 5, gd.Array{}, 8))
		require.Equal(t, int64(0), call("connectByIPAddress", "127.0.0.1:5", gd.Items{}))
		require.Equal(t, gdItems(), call("getFakeIP"))
	}
	require.Len(t, engine.Warnings, 8)
	require.Contains(t, engine.Warnings, "[STEAM] connectP2P: "+errNoNetworking.Error())
	require.Contains(t, engine.Warnings, "[STEAM] connectByIPAddress: "+noIPSockets)
	require.Empty(t, engine.Errors)
}
