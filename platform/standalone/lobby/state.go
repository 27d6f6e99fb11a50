package lobby

import (
	"errors"
	"fmt"
	"slices"

	"godotsteam/steamtypes"
)

// State is a lobby as its members see it.
type State struct {
	Lobby    steamtypes.SteamID   `cbor:"l"`
	Type     steamtypes.LobbyType `cbor:"t"`
	Joinable bool                 `cbor:"j"`
	Limit    int                  `cbor:"n"`
	Owner    steamtypes.SteamID   `cbor:"o"`
	Members  []Member             `cbor:"m"` // in order of joining
	Data     map[string]string    `cbor:"d"`
	Server   string               `cbor:"s,omitempty"` // address and port
	ServerID steamtypes.SteamID   `cbor:"si,omitempty"`

	// Era stands for how the lobby began and for everybody who has gone since,
	// in order: it follows from the one before and what ended that.
	Era uint64 `cbor:"e"`

	Joins  uint64   `cbor:"js"` // how many have ever joined
	Absent []Absent `cbor:"ab"` // who was dropped and has not come back, see merge.go

	weight int // see size; 0: not weighed yet
}

// Member is somebody in a lobby. Proof shows that they asked Host to join.
type Member struct {
	ID     steamtypes.SteamID `cbor:"i"`
	Number uint64             `cbor:"n"` // of their last change
	Joined uint64             `cbor:"j"` // of the one that they joined with
	Age    uint64             `cbor:"g"` // of those who have ever joined they were that one
	Era    uint64             `cbor:"e"` // then
	Host   steamtypes.SteamID `cbor:"h"`
	Proof  []byte             `cbor:"p"`
	Data   map[string]Entry   `cbor:"d,omitempty"`
}

// Entry is a member's value. Proof shows that the member has set it.
type Entry struct {
	Value  string `cbor:"v"`
	Number uint64 `cbor:"n"`
	Proof  []byte `cbor:"p"`
}

// IsLobbyID reports whether an ID can be that of a lobby made here.
func IsLobbyID(id steamtypes.SteamID) bool {
	return id.Universe() == steamtypes.UniverseDev && id.Type() == steamtypes.AccountChat &&
		id.Instance() == steamtypes.LobbyInstance
}

func lobbyID(account uint32) steamtypes.SteamID {
	return steamtypes.SteamID(steamtypes.UniverseDev)<<56 | steamtypes.SteamID(steamtypes.AccountChat)<<52 |
		steamtypes.LobbyInstance<<32 | steamtypes.SteamID(account)
}

func (s *State) member(id steamtypes.SteamID) *Member {
	for i := range s.Members {
		if s.Members[i].ID == id {
			return &s.Members[i]
		}
	}
	return nil
}

// firstExcept returns who is next in charge when some are lost: the owner,
// else whoever has been there longest.
func (s *State) firstExcept(lost map[steamtypes.SteamID]bool) steamtypes.SteamID {
	if !lost[s.Owner] {
		return s.Owner
	}
	for i := range s.Members {
		if id := s.Members[i].ID; !lost[id] {
			return id
		}
	}
	return 0
}

func setOf(ids []steamtypes.SteamID) map[steamtypes.SteamID]bool {
	set := make(map[steamtypes.SteamID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

func (s *State) remove(ids ...steamtypes.SteamID) {
	gone := setOf(ids)
	s.Owner = s.firstExcept(gone)
	s.Members = slices.DeleteFunc(s.Members, func(m Member) bool { return gone[m.ID] })
	s.weight = 0
}

func (s *State) ids() []steamtypes.SteamID {
	ids := make([]steamtypes.SteamID, len(s.Members))
	for i := range s.Members {
		ids[i] = s.Members[i].ID
	}
	return ids
}

// size is about what the lobby's data weighs. There may be thousands of entries,
// and as many changes at once that ask for it.
func (s *State) size() int {
	if s.weight > 0 {
		return s.weight
	}
	for k, v := range s.Data {
		s.weight += entrySize(k, v)
	}
	for i := range s.Members {
		for k, e := range s.Members[i].Data {
			s.weight += entrySize(k, e.Value)
		}
	}
	return s.weight
}

func entrySize(key, value string) int {
	if value == "" {
		return 0 // there is none
	}
	return len(key) + len(value) + entryOverhead
}

// reweigh takes in that an entry changes.
func (s *State) reweigh(key, before, after string) {
	if s.weight > 0 {
		s.weight += entrySize(key, after) - entrySize(key, before)
	}
}

// verifier checks that an author has signed a message.
type verifier func(author steamtypes.SteamID, message, proof []byte) bool

// verify checks a state that a host sends to a joiner: its form, that everyone
// in it asked to join, and that their data is theirs.
func (s *State) verify(app uint32, valid verifier) error {
	if !IsLobbyID(s.Lobby) || s.Type < 0 || s.Type > steamtypes.LobbyPrivateUnique ||
		s.Limit < 1 || s.Limit > steamtypes.MaxLobbyMembers || len(s.Members) > steamtypes.MaxLobbyMembers ||
		len(s.Absent) > maxAbsent || len(s.Data) > steamtypes.MaxLobbyKeys || s.size() > maxBytes {
		return errors.New("a lobby beyond the limits")
	}
	if s.Server != "" && !isServer(s.Server) {
		return errors.New("a game server without an address")
	}
	if s.member(s.Owner) == nil {
		return errors.New("an owner that is no member")
	}
	if s.Data == nil {
		s.Data = make(map[string]string)
	}
	for k, v := range s.Data {
		if k == "" || v == "" || len(k) > steamtypes.MaxLobbyKey || len(v) > steamtypes.MaxLobbyValue {
			return errors.New("an entry beyond the limits")
		}
	}
	seen := make(map[steamtypes.SteamID]bool)
	for i := range s.Members {
		m := &s.Members[i]
		join := Change{Op: opJoin, Author: m.ID, Number: m.Joined, Era: m.Era, Targets: []steamtypes.SteamID{m.Host},
			Proof: m.Proof}
		if seen[m.ID] || join.checkForm() != nil || !valid(m.ID, join.signed(app, s.Lobby), m.Proof) {
			return fmt.Errorf("member %v did not ask to join", m.ID)
		}
		seen[m.ID] = true
		if m.Data == nil {
			m.Data = make(map[string]Entry)
		}
		if len(m.Data) > steamtypes.MaxLobbyKeys {
			return errors.New("a member beyond the limits")
		}
		for k, e := range m.Data {
			set := Change{Op: opMemberData, Author: m.ID, Number: e.Number, In: m.Joined, Key: k, Value: e.Value, Proof: e.Proof}
			if k == "" || e.Value == "" || set.checkForm() != nil || !valid(m.ID, set.signed(app, s.Lobby), e.Proof) {
				return fmt.Errorf("data that member %v did not set", m.ID)
			}
		}
	}
	return nil
}
