package steamtypes

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
)

// SteamID is a 64-bit Steam ID. From the low end: account id 32 bits,
// instance 20, type 4, universe 8 (steamclientpublic.h, CSteamID).
type SteamID uint64

// Universe is the Steam network that an ID belongs to (EUniverse).
type Universe uint8

// The universes a Steam ID can be of.
const (
	UniversePublic   Universe = 1
	UniverseBeta     Universe = 2
	UniverseInternal Universe = 3
	UniverseDev      Universe = 4
)

// AccountType is the kind of account an ID names (EAccountType).
type AccountType uint8

// The account types of steamclientpublic.h.
const (
	AccountIndividual     AccountType = 1
	AccountMultiseat      AccountType = 2
	AccountGameServer     AccountType = 3
	AccountAnonGameServer AccountType = 4
	AccountPending        AccountType = 5
	AccountContentServer  AccountType = 6
	AccountClan           AccountType = 7
	AccountChat           AccountType = 8
	AccountConsoleUser    AccountType = 9
	AccountAnonUser       AccountType = 10
)

// desktopInstance is the instance of an individual's ordinary account.
const desktopInstance = 1

// IndividualID returns the ID of an individual in the public universe.
func IndividualID(account uint32) SteamID {
	return SteamID(UniversePublic)<<56 | SteamID(AccountIndividual)<<52 | desktopInstance<<32 | SteamID(account)
}

// LobbyInstance is the flag in a chat's instance that makes it a lobby
// (k_EChatInstanceFlagLobby).
const LobbyInstance = 0x40000

// InexactID is what stands for an ID that a script gave as a float: its last
// digits are lost, and what is left may be somebody else's.
const InexactID = math.MinInt64 + 1

// inexact is why.
const inexact = "is a float, which can't hold an ID: its last digits are lost. Numbers out of JSON are floats: " +
	"save an ID as text, str(id), and read it with to_int()"

// PeerID takes an ID as GDScript gives it and returns the ID of a user who can
// hold a session. A bare 32-bit account id stands for that individual in the
// public universe, as GodotSteam takes it. The error is an [InvalidIDError].
func PeerID(value int64) (SteamID, error) {
	id := SteamID(value)
	if id != 0 && id>>32 == 0 {
		id = IndividualID(uint32(id))
	}
	if !id.CanHoldSession() {
		return 0, InvalidIDError{Value: value}
	}
	return id, nil
}

// UserID is [PeerID] for an argument of another name than steam_id_remote.
func UserID(argument string, value int64) (SteamID, error) {
	id, err := PeerID(value)
	if err != nil {
		return 0, InvalidIDError{Value: value, Argument: argument}
	}
	return id, nil
}

// LobbyID takes an ID as GDScript gives it and returns a lobby's. The error is
// an [InvalidLobbyError] that names the argument.
func LobbyID(argument string, value int64) (SteamID, error) {
	if id := SteamID(value); id.IsLobby() {
		return id, nil
	}
	return 0, InvalidLobbyError{value, argument}
}

// IsLobby reports whether the ID is a lobby's.
func (id SteamID) IsLobby() bool {
	return id.Type() == AccountChat && id.Instance()&LobbyInstance != 0
}

// AccountID returns the low 32 bits.
func (id SteamID) AccountID() uint32 { return uint32(id) }

// Instance returns the 20 bits above the account id.
func (id SteamID) Instance() uint32 { return uint32(id>>32) & 0xFFFFF }

// Type returns the kind of account.
func (id SteamID) Type() AccountType { return AccountType(id >> 52 & 0xF) }

// Universe returns the top 8 bits.
func (id SteamID) Universe() Universe { return Universe(id >> 56) }

// CanHoldSession reports whether the ID names somebody who can send and
// receive packets: a user or a game server, not a lobby or a group.
func (id SteamID) CanHoldSession() bool {
	if u := id.Universe(); u < UniversePublic || u > UniverseDev {
		return false
	}
	switch id.Type() {
	case AccountIndividual:
		return id.AccountID() != 0 && id.Instance() <= 4
	case AccountMultiseat, AccountGameServer:
		return id.AccountID() != 0
	case AccountAnonGameServer, AccountConsoleUser, AccountAnonUser:
		return true
	}
	return false
}

// String returns the ID in decimal, the form that players copy and paste.
func (id SteamID) String() string { return strconv.FormatUint(uint64(id), 10) }

// InvalidIDError is an ID that can't hold a session.
type InvalidIDError struct {
	Value    int64
	Argument string // its name, "" for steam_id_remote
}

func (e InvalidIDError) Error() string {
	id := SteamID(e.Value)
	argument := cmp.Or(e.Argument, "steam_id_remote")
	why := "it is not a Steam ID"
	switch {
	case e.Value == InexactID:
		return argument + " " + inexact
	case e.Value == 0:
		why = "0 is nobody's Steam ID (was it read before steamInit, or from an empty field?)"
	case id.Type() == AccountChat:
		why = "it is a lobby or a chat; use a member's Steam ID"
	case id.Type() == AccountClan:
		why = "it is a group; use a member's Steam ID"
	}
	return fmt.Sprintf("%s is %d: %s", argument, e.Value, why)
}

// InvalidLobbyError is an ID that is no lobby's.
type InvalidLobbyError struct {
	Value    int64
	Argument string // its name
}

func (e InvalidLobbyError) Error() string {
	why := "it is not a lobby's ID"
	switch id := SteamID(e.Value); {
	case e.Value == InexactID:
		return e.Argument + " " + inexact
	case e.Value == 0:
		why = "0 is no lobby (was the lobby left, or not joined yet?)"
	case id.CanHoldSession():
		why = "it is a user; use the ID that lobby_created, lobby_joined or lobby_match_list gave"
	}
	return fmt.Sprintf("%s is %d: %s", e.Argument, e.Value, why)
}
