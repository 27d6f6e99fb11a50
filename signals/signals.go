// Package signals holds every signal of the Steam class once, as a struct whose
// fields are the signal's arguments, and the queue between the goroutines that
// notice things and the main thread that tells the game.
//
// A platform posts an [Event] from any goroutine. Steam.run_callbacks drains
// the [Queue] and emits each event as a Godot signal. docs/internals/signals.md
// tells how to add one.
package signals

// Event is one occurrence of a signal: a struct of this package. Those that
// have neither slices nor maps are comparable.
type Event interface{ isEvent() }

// event makes a struct an [Event]. It is embedded first, and its tag names the
// signal; Valve's callback too, if there is one (see package steamworks).
type event struct{}

func (event) isEvent() {}

// all are the signals in the order in which the class has them.
var all = describe(
	P2PSessionRequest{}, P2PSessionConnectFail{},
	NetworkConnectionStatusChanged{}, NetworkMessagesSessionRequest{}, NetworkMessagesSessionFailed{},
	NetworkAuthenticationStatus{}, RelayNetworkStatus{}, FakeIPResult{},
	LobbyCreated{}, LobbyJoined{}, LobbyChatUpdate{}, LobbyMessage{}, LobbyMatchList{}, LobbyDataUpdate{},
	LobbyInvite{}, LobbyKicked{}, LobbyGameCreated{},
	PersonaStateChange{}, AvatarLoaded{}, JoinRequested{}, JoinGameRequested{}, OverlayToggled{},
	CurrentStatsReceived{}, UserStatsStored{}, UserStatsReceived{},
)
