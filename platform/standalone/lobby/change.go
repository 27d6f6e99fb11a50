package lobby

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"unicode/utf8"

	"godotsteam/steamtypes"
)

// Op is what a change does.
type Op string

// The changes. Whoever is Author has signed it; the comments say who may.
const (
	opJoin       Op = "join"       // anybody, while there is room: Targets[0] is the host that they asked
	opLeave      Op = "leave"      // a member, for itself
	opMemberData Op = "memberdata" // a member, for itself: Key, Value
	opChat       Op = "chat"       // a member: Text
	opData       Op = "data"       // the owner: Key, Value ("" deletes)
	opType       Op = "type"       // the owner: Int
	opJoinable   Op = "joinable"   // the owner: Int 0 or 1
	opLimit      Op = "limit"      // the owner: Int
	opOwner      Op = "owner"      // the owner: Targets[0] is the next one
	opServer     Op = "server"     // the owner: Value address, Int id
	opDrop       Op = "drop"       // the first member that is not in Targets, who are lost: Int as [Absent.Known]
)

// Change is one step in a lobby's history. Number counts its author's changes
// up, so that none is made twice. In is the membership that the author makes it
// in, the number that they joined with: what somebody said who has left is not
// said by them when they are back. Whoever joins and whoever drops others says
// so for one [State.Era], and so for once.
type Change struct {
	Op      Op                   `cbor:"o"`
	Author  steamtypes.SteamID   `cbor:"a"`
	Number  uint64               `cbor:"n"`
	In      uint64               `cbor:"in,omitempty"`
	Era     uint64               `cbor:"e,omitempty"`
	Key     string               `cbor:"k,omitempty"`
	Value   string               `cbor:"v,omitempty"`
	Text    []byte               `cbor:"b,omitempty"`
	Int     uint64               `cbor:"i,omitempty"`
	Targets []steamtypes.SteamID `cbor:"t,omitempty"`
	Proof   []byte               `cbor:"p,omitempty"`
}

// signed returns the bytes that the author signs: everything, and for which
// lobby of which game.
func (c *Change) signed(app uint32, lobby steamtypes.SteamID) []byte {
	b := []byte("godotsteam lobby change 1\x00")
	for _, n := range []uint64{uint64(app), uint64(lobby), uint64(c.Author), c.Number, c.In, c.Era, c.Int} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	for _, text := range []string{string(c.Op), c.Key, c.Value, string(c.Text)} {
		b = binary.BigEndian.AppendUint64(b, uint64(len(text)))
		b = append(b, text...)
	}
	for _, t := range c.Targets {
		b = binary.BigEndian.AppendUint64(b, uint64(t))
	}
	return b
}

// checkForm reports what is wrong with a change whatever the lobby.
func (c *Change) checkForm() error {
	switch {
	case !c.Author.CanHoldSession():
		return fmt.Errorf("author %v", c.Author)
	case len(c.Key) > steamtypes.MaxLobbyKey || len(c.Value) > steamtypes.MaxLobbyValue:
		return fmt.Errorf("a key of %d bytes, a value of %d", len(c.Key), len(c.Value))
	case !utf8.ValidString(c.Key) || !utf8.ValidString(c.Value):
		return errors.New("a key or value that is not UTF-8")
	case len(c.Text) > steamtypes.MaxLobbyChat:
		return fmt.Errorf("a chat message of %d bytes", len(c.Text))
	case len(c.Targets) > steamtypes.MaxLobbyMembers:
		return fmt.Errorf("%d targets", len(c.Targets))
	case len(c.Proof) > maxProof:
		return fmt.Errorf("a proof of %d bytes", len(c.Proof))
	}
	return nil
}

// errNotAllowed says that a change's author may not make it.
var errNotAllowed = errors.New("not allowed")

// errFull says that the lobby has no room for one more member.
var errFull = errors.New("no room")

// check reports whether a change may be made to a state. It depends on nothing
// else, so that all members come to the same answer.
func (s *State) check(c *Change) error {
	if err := c.checkForm(); err != nil {
		return err
	}
	m := s.member(c.Author)
	if c.Op == opJoin {
		switch {
		case m != nil || c.Era != s.Era || len(c.Targets) != 1 || c.Targets[0] != s.Owner:
			return errNotAllowed
		case !s.Joinable:
			return errNotAllowed
		case len(s.Members) >= s.Limit:
			return errFull
		}
		return nil
	}
	if m == nil || c.In != m.Joined || c.Number <= m.Number && c.Op != opDrop {
		return errNotAllowed
	}
	isOwner := c.Author == s.Owner
	switch c.Op {
	case opLeave:
		return nil
	case opChat:
		if len(c.Text) == 0 {
			return steamtypes.ErrLobbyChat
		}
		return nil
	case opMemberData:
		return s.checkEntry(c, len(m.Data), len(m.Data[c.Key].Value), m.Data[c.Key].Proof != nil)
	case opDrop:
		for _, t := range c.Targets {
			if t == c.Author || s.member(t) == nil {
				return errNotAllowed
			}
		}
		if c.Era != s.Era || len(c.Targets) == 0 || s.firstExcept(setOf(c.Targets)) != c.Author {
			return errNotAllowed
		}
		return nil
	}
	if !isOwner {
		return steamtypes.ErrNotOwner
	}
	switch c.Op {
	case opData:
		old, ok := s.Data[c.Key]
		return s.checkEntry(c, len(s.Data), len(old), ok)
	case opType:
		if c.Int > uint64(steamtypes.LobbyPrivateUnique) {
			return errNotAllowed
		}
	case opJoinable:
		if c.Int > 1 {
			return errNotAllowed
		}
	case opLimit:
		if c.Int < 1 || c.Int > steamtypes.MaxLobbyMembers {
			return errNotAllowed
		}
	case opOwner:
		if len(c.Targets) != 1 || s.member(c.Targets[0]) == nil {
			return steamtypes.ErrNoMember
		}
	case opServer:
		if !isServer(c.Value) {
			return errNotAllowed
		}
	default:
		return fmt.Errorf("change %q is not known", c.Op)
	}
	return nil
}

// isServer reports whether a text is where a game server can be.
func isServer(text string) bool {
	a, err := netip.ParseAddrPort(text)
	return err == nil && a.Addr().Is4()
}

func (s *State) checkEntry(c *Change, entries, oldLen int, exists bool) error {
	if c.Key == "" {
		return errNotAllowed
	}
	if c.Value == "" {
		return nil
	}
	more := len(c.Value) - oldLen
	if !exists {
		if entries >= steamtypes.MaxLobbyKeys {
			return steamtypes.ErrLobbyKeys
		}
		more += len(c.Key) + entryOverhead
	}
	if more > 0 && s.size()+more > maxBytes {
		return steamtypes.ErrLobbyFull
	}
	return nil
}

// apply makes a change that check allows.
func (s *State) apply(c *Change) {
	// A new host drops the lost ones before it makes its older proposals.
	if m := s.member(c.Author); m != nil && c.Op != opDrop {
		m.Number = c.Number
	}
	switch c.Op {
	case opJoin:
		s.Joins++
		s.Absent = slices.DeleteFunc(s.Absent, func(a Absent) bool { return a.ID == c.Author })
		s.Members = append(s.Members, Member{
			Age: s.Joins, ID: c.Author, Number: c.Number, Joined: c.Number, Era: c.Era,
			Host: c.Targets[0], Proof: c.Proof, Data: map[string]Entry{},
		})
	case opLeave:
		s.remove(c.Author)
		s.beginEra(c)
	case opDrop:
		s.miss(c)
		s.remove(c.Targets...)
		s.beginEra(c)
	case opMemberData:
		m := s.member(c.Author)
		s.reweigh(c.Key, m.Data[c.Key].Value, c.Value)
		if c.Value == "" {
			delete(m.Data, c.Key)
		} else {
			m.Data[c.Key] = Entry{Value: c.Value, Number: c.Number, Proof: c.Proof}
		}
	case opData:
		s.reweigh(c.Key, s.Data[c.Key], c.Value)
		if c.Value == "" {
			delete(s.Data, c.Key)
		} else {
			s.Data[c.Key] = c.Value
		}
	case opType:
		s.Type = steamtypes.LobbyType(c.Int)
	case opJoinable:
		s.Joinable = c.Int == 1
	case opLimit:
		s.Limit = int(c.Int)
	case opOwner:
		s.Owner = c.Targets[0]
	case opServer:
		s.Server, s.ServerID = c.Value, steamtypes.SteamID(c.Int)
	}
}

// beginEra begins a new era with the change that made it: what was signed for
// an older one is of no use any more.
func (s *State) beginEra(c *Change) {
	h := sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, s.Era), c.Proof...))
	s.Era = binary.BigEndian.Uint64(h[:])
}
