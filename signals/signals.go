// Package signals holds every signal of the Steam class once: its GodotSteam
// name, its arguments, and the queue between the goroutines that notice things
// and the main thread that tells the game.
//
// A platform posts an [Event] from any goroutine. Steam.run_callbacks drains
// the [Queue] and emits each event as a Godot signal.
package signals

// Signal describes a signal as Godot's class database shows it.
type Signal struct {
	Name string
	Args []Arg
}

// Arg is an argument of a signal.
type Arg struct {
	Name string
	Type Type
}

// Type is the type of an argument.
type Type int

// The types, and what they are in [Event.Args].
const (
	Int    Type = iota // int64
	Bool               // bool
	String             // string
	Bytes              // []byte, a PackedByteArray for the game
	Ints               // []int64, an Array for the game
)

// Event is one occurrence of a signal. Events are comparable, so that the
// queue can tell two of the same.
type Event interface {
	// Signal returns the signal that the event is emitted as.
	Signal() *Signal
	// Args returns the values of the signal's arguments, in order, each of the
	// type that the signal says.
	Args() []any
}

// All returns every signal of the class.
func All() []*Signal {
	return []*Signal{
		&p2pSessionRequest, &p2pSessionConnectFail,
		&lobbyCreated, &lobbyJoined, &lobbyChatUpdate, &lobbyMessage, &lobbyMatchList, &lobbyDataUpdate,
		&lobbyInvite, &lobbyKicked, &lobbyGameCreated,
		&personaStateChange, &avatarLoaded, &joinRequested, &joinGameRequested, &overlayToggled,
		&currentStatsReceived, &userStatsReceived, &userStatsStored,
	}
}

var (
	p2pSessionRequest = Signal{
		Name: "p2p_session_request",
		Args: []Arg{{Name: "steam_id_remote"}},
	}
	p2pSessionConnectFail = Signal{
		Name: "p2p_session_connect_fail",
		Args: []Arg{{Name: "steam_id_remote"}, {Name: "session_error"}},
	}
)

// P2PSessionRequest says that a user without a session sent a packet
// (P2PSessionRequest_t).
type P2PSessionRequest struct{ SteamIDRemote uint64 }

// Signal implements [Event].
func (P2PSessionRequest) Signal() *Signal { return &p2pSessionRequest }

// Args implements [Event].
func (e P2PSessionRequest) Args() []any { return []any{int64(e.SteamIDRemote)} }

// P2PSessionConnectFail says that packets can't get through to a user, and
// that what was queued for them is dropped (P2PSessionConnectFail_t).
type P2PSessionConnectFail struct {
	SteamIDRemote uint64
	SessionError  int
}

// Signal implements [Event].
func (P2PSessionConnectFail) Signal() *Signal { return &p2pSessionConnectFail }

// Args implements [Event].
func (e P2PSessionConnectFail) Args() []any {
	return []any{int64(e.SteamIDRemote), int64(e.SessionError)}
}
