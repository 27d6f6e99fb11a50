package signals

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEverySignalAsTheGameHearsIt(t *testing.T) {
	const high = uint64(1)<<63 | 5 // all 64 bits of an ID count
	const low = int64(-1<<63 + 5)
	type args = []any
	var heard []string
	for _, c := range []struct {
		event Event
		name  string
		args  args
	}{
		{request(high), "p2p_session_request", args{low}},
		{fail(7, 4), "p2p_session_connect_fail", args{int64(7), int64(4)}},
		{
			NetworkConnectionStatusChanged{Handle: 1<<32 - 1, Connection: Entries{{"identity", low}}, OldState: 1},
			"network_connection_status_changed", args{int64(1<<32 - 1), Entries{{"identity", low}}, int64(1)},
		},
		{NetworkMessagesSessionRequest{SteamIDRemote: high}, "network_messages_session_request", args{low}},
		{
			NetworkMessagesSessionFailed{Reason: 5003, SteamIDRemote: high, ConnectionState: 5, DebugMessage: "late"},
			"network_messages_session_failed", args{int64(5003), low, int64(5), "late"},
		},
		{NetworkAuthenticationStatus{Available: -102, DebugMessage: "no"}, "network_authentication_status", args{int64(-102), "no"}},
		{
			RelayNetworkStatus{Available: 100, PingMeasurement: 1, AvailableConfig: 2, AvailableRelay: 3, DebugMessage: "OK"},
			"relay_network_status", args{int64(100), int64(1), int64(2), int64(3), "OK"},
		},
		{
			FakeIPResult{Result: 1, SteamID: high, IP: "169.254.0.1", Ports: []int64{27015}},
			"fake_ip_result", args{int64(1), low, "169.254.0.1", []int64{27015}},
		},
		{LobbyCreated{Result: 1, Lobby: high}, "lobby_created", args{int64(1), low}},
		{LobbyJoined{Lobby: high, Locked: true, Response: 4}, "lobby_joined", args{low, int64(0), true, int64(4)}},
		{
			LobbyChatUpdate{Lobby: high, Changed: 2, MakingChange: 3, State: 16},
			"lobby_chat_update", args{low, int64(2), int64(3), int64(16)},
		},
		{
			LobbyMessage{Lobby: high, User: 2, Message: "hello", Type: 1},
			"lobby_message", args{low, int64(2), "hello", int64(1)},
		},
		{LobbyMatchList{}, "lobby_match_list", args{[]int64{}}},
		{LobbyMatchList{Lobbies: []uint64{high, 258}}, "lobby_match_list", args{[]int64{low, 258}}},
		{LobbyDataUpdate{Success: 1, Lobby: high, Member: 2}, "lobby_data_update", args{int64(1), low, int64(2)}},
		{LobbyInvite{Inviter: 1, Lobby: high, Game: 480}, "lobby_invite", args{int64(1), low, int64(480)}},
		{LobbyKicked{Lobby: high, Admin: 2, DueToDisconnect: 1}, "lobby_kicked", args{low, int64(2), int64(1)}},
		{
			LobbyGameCreated{Lobby: high, Server: 2, IP: "10.0.0.1", Port: 27015},
			"lobby_game_created", args{low, int64(2), "10.0.0.1", int64(27015)},
		},
		{PersonaStateChange{User: high, Flags: 4}, "persona_state_change", args{low, int64(4)}},
		{
			AvatarLoaded{User: high, Width: 1, RGBA: []byte("rgba")},
			"avatar_loaded", args{low, int64(1), []byte("rgba")},
		},
		{JoinRequested{Lobby: high, Friend: 2}, "join_requested", args{low, int64(2)}},
		{JoinGameRequested{User: high, Connect: "+connect x"}, "join_game_requested", args{low, "+connect x"}},
		{CurrentStatsReceived{Game: high, Result: 1, User: high}, "current_stats_received", args{low, int64(1), low}},
		{UserStatsStored{Game: high, Result: 2}, "user_stats_stored", args{low, int64(2)}},
		{UserStatsReceived{Game: high, Result: 2, User: high}, "user_stats_received", args{low, int64(2), low}},
		{OverlayToggled{Active: true, AppID: 480}, "overlay_toggled", args{true, false, int64(480)}},
	} {
		s := Of(c.event)
		require.Equal(t, c.name, s.Name)
		require.Equal(t, c.args, s.Values(c.event), c.name)
		requireTypes(t, s, c.args)
		heard = append(heard, s.Name)
	}
	var listed []string
	for _, s := range All() {
		listed = append(listed, s.Name)
	}
	slices.Sort(heard)
	slices.Sort(listed)
	require.Equal(t, slices.Compact(heard), listed, "each has a row here, and a name of its own")
}

// requireTypes sees to it that a signal's arguments are what they say.
func requireTypes(t *testing.T, s *Signal, values []any) {
	t.Helper()
	require.Len(t, values, len(s.Args))
	for i, arg := range s.Args {
		is := map[Type][]any{
			Int: {int64(0)}, Float: {0.0}, Bool: {false}, String: {""}, Bytes: {[]byte(nil)},
			Array: {[]int64(nil), []any(nil)}, Dictionary: {map[string]any(nil), Entries(nil)},
		}[arg.Type]
		require.True(t, slices.ContainsFunc(is, func(v any) bool { return reflect.TypeOf(v) == reflect.TypeOf(values[i]) }),
			"%s, argument %s: %T", s.Name, arg.Name, values[i])
	}
}

// A struct that nobody listed would be a signal that the class lacks.
func TestEveryEventIsListed(t *testing.T) {
	listed := make(map[string]bool)
	for _, s := range All() {
		listed[s.Event.Name()] = true
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			if body, ok := spec.Type.(*ast.StructType); ok && embedsEvent(body) {
				require.True(t, listed[spec.Name.Name], "%s of %s is not in the list of signals.go", spec.Name.Name, path)
			}
			return true
		})
	}
}

func embedsEvent(body *ast.StructType) bool {
	return slices.ContainsFunc(body.Fields.List, func(f *ast.Field) bool {
		name, ok := f.Type.(*ast.Ident)
		return ok && len(f.Names) == 0 && name.Name == "event"
	})
}

func TestEveryTypeOfArgument(t *testing.T) {
	type everything struct {
		event      `signal:"everything" args:"list,ok,number,small,ratio,half,text,data,ids,fields"`
		OK         bool           `arg:"ok"`
		Number     int32          `arg:"number"`
		Small      uint8          `arg:"small"`
		Ratio      float64        `arg:"ratio"`
		Half       float32        `arg:"half"`
		Text       string         `arg:"text"`
		Data       []byte         `arg:"data"`
		IDs        []int64        `arg:"ids"`
		Fields     map[string]any `arg:"fields"`
		List       []any          `arg:"list"`
		NoArgument string
	}
	s := newSignal(reflect.TypeFor[everything]())
	fields, list := map[string]any{"key": int64(1)}, []any{"a", true}
	values := s.Values(everything{
		OK: true, Number: -3, Small: 200, Ratio: 0.1, Half: 0.5, Text: "text", Data: []byte{1}, IDs: []int64{-1},
		Fields: fields, List: list, NoArgument: "unheard",
	})
	require.Equal(t, []any{list, true, int64(-3), int64(200), 0.1, 0.5, "text", []byte{1}, []int64{-1}, fields}, values)
	requireTypes(t, s, values)
}

func TestWrongTags(t *testing.T) {
	type nameless struct {
		event
		OK bool `arg:"ok"`
	}
	type twice struct {
		event `signal:"twice"`
		A, B  bool `arg:"ok"`
	}
	type forgotten struct {
		event `signal:"forgotten" args:"a"`
		A     bool `arg:"a"`
		B     bool `arg:"b"`
	}
	type unknown struct {
		event `signal:"unknown" args:"a,c"`
		A     bool `arg:"a"`
		B     bool `arg:"b"`
	}
	type complicated struct {
		event `signal:"complicated"`
		A     complex128 `arg:"a"`
	}
	for _, e := range []Event{nameless{}, twice{}, forgotten{}, unknown{}, complicated{}} {
		require.Panics(t, func() { describe(e) }, "%T", e)
	}
}
