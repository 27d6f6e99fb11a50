package steamtypes

// What a lobby is made of (isteammatchmaking.h).

import (
	"errors"
)

// LobbyType says who can see and join a lobby (ELobbyType).
type LobbyType int

// The lobby types, with Valve's numbers.
const (
	LobbyPrivate       LobbyType = 0 // by invitation only
	LobbyFriendsOnly   LobbyType = 1 // for friends and those who are invited
	LobbyPublic        LobbyType = 2 // listed
	LobbyInvisible     LobbyType = 3 // listed, but not to friends
	LobbyPrivateUnique LobbyType = 4
)

// Limits of a lobby.
const (
	MaxLobbyKey     = 255  // bytes of a key (k_nMaxLobbyKeyLength)
	MaxLobbyValue   = 8192 // bytes of a value (k_cubChatMetadataMax)
	MaxLobbyChat    = 4096 // bytes of a chat message
	MaxLobbyMembers = 250
	MaxLobbyKeys    = 256 // our own: keys of a lobby, and of a member

	// Our own, too: the bytes of all data of a lobby and its members, and the
	// changes and messages of a member that wait for the owner's answer.
	MaxLobbyBytes   = 1 << 20
	MaxLobbyWaiting = 128
)

// Why a change of a lobby or a message to it is refused.
var (
	ErrNotInLobby = errors.New("you are not in this lobby: wait for lobby_joined with a response of 1")
	ErrNoMember   = errors.New("the new owner is not in this lobby")
	ErrNotOwner   = refuse("only the lobby's owner may do this, and you are not (getLobbyOwner): " +
		"what is yours alone is setLobbyMemberData")
	ErrLobbyKeys = refuse("there are %d keys already: delete one (an empty value does), "+
		"or put several values into one", MaxLobbyKeys)
	ErrLobbyFull = refuse("the data of this lobby and its members is full (%d KiB): set less, "+
		"or delete some (an empty value does)", MaxLobbyBytes>>10)
	ErrLobbyWaiting = refuse("too many of your changes and messages wait for the lobby's owner (%d): "+
		"send fewer, or again in a later frame", MaxLobbyWaiting)
	ErrLobbyChat    = errors.New("message_body is empty: nobody would hear it; send at least one character")
	ErrLobbyRefused = refuse("it is refused without a reason: maybe too much is asked for in too short a time, " +
		"or there is no such key or member")
)

// KeyValue is an entry of a lobby's data.
type KeyValue struct{ Key, Value string }

// GameServer is the server that a lobby plays on.
type GameServer struct {
	IP   string // dotted IPv4
	Port uint16
	ID   SteamID
}

// Comparison compares a lobby's value with a filter's (ELobbyComparison).
type Comparison int

// The comparisons, with Valve's numbers.
const (
	EqualToOrLessThan Comparison = -2
	LessThan          Comparison = -1
	Equal             Comparison = 0
	GreaterThan       Comparison = 1
	EqualToGreater    Comparison = 2
	NotEqual          Comparison = 3
)

// LobbyFilter narrows a list of lobbies.
type LobbyFilter struct {
	Strings    []StringFilter
	Numbers    []NumberFilter
	Near       []NearFilter // nearest first
	Slots      int          // at least so many are free
	MaxResults int          // 0: the platform's default
	Distance   int          // ELobbyDistanceFilter; on one network all are near
}

// StringFilter compares texts.
type StringFilter struct {
	Key, Value string
	Compare    Comparison
}

// NumberFilter compares numbers.
type NumberFilter struct {
	Key     string
	Value   int
	Compare Comparison
}

// NearFilter sorts by the distance of a number.
type NearFilter struct {
	Key   string
	Value int
}

// ChatRoomEnterResponse is how joining went (EChatRoomEnterResponse).
type ChatRoomEnterResponse int

// The responses that are used here, with Valve's numbers.
const (
	EnterSuccess      ChatRoomEnterResponse = 1
	EnterDoesntExist  ChatRoomEnterResponse = 2
	EnterNotAllowed   ChatRoomEnterResponse = 3
	EnterFull         ChatRoomEnterResponse = 4
	EnterError        ChatRoomEnterResponse = 5
	EnterRateExceeded ChatRoomEnterResponse = 15
)

// MemberChange is why a member list changed (EChatMemberStateChange).
type MemberChange int

// The changes, with Valve's numbers.
const (
	MemberEntered      MemberChange = 1
	MemberLeft         MemberChange = 2
	MemberDisconnected MemberChange = 4
	MemberKicked       MemberChange = 8
	MemberBanned       MemberChange = 16
)
