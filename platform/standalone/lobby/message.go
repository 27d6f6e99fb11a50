package lobby

import (
	"fmt"

	"godotsteam/steamtypes"
)

// Kind is what a message says.
type Kind string

// The messages. "Host" is the member that a receiver takes changes from.
const (
	// Of a lobby's life.
	kindPropose Kind = "propose" // member → host: Changes[0], signed
	kindRefuse  Kind = "refuse"  // host → member: proposal Number is not allowed
	kindChanges Kind = "changes" // host → member: Changes, the first being Seq+1
	kindAck     Kind = "ack"     // member → host: has everything up to Seq
	kindWelcome Kind = "welcome" // host → joiner: State at Seq, and the log before it
	kindBye     Kind = "bye"     // I am not in this lobby
	kindGone    Kind = "gone"    // you are not in this lobby any more

	// Of an election.
	kindNudge   Kind = "nudge"   // the host is lost, it is your turn: Changes[0] may show why
	kindPrepare Kind = "prepare" // follow me in Term? I am at Version; Changes[0] as with nudge
	kindPromise Kind = "promise" // yes: I am at Version, Changes is what you lack
	kindNack    Kind = "nack"    // Term is not new enough: I have promised Term
	kindFollow  Kind = "follow"  // Term begins: Changes is what you lack

	// Of finding and joining.
	kindFind   Kind = "find"   // do you know this lobby?
	kindHere   Kind = "here"   // Known: I am in it, Owner is its host; Host: I am, in Era
	kindJoin   Kind = "join"   // let me in: Changes[0], signed
	kindDenied Kind = "denied" // no: Response
	kindQuery  Kind = "query"  // your open lobbies (or Lobby alone)
	kindList   Kind = "list"   // Lobbies
	kindInvite Kind = "invite" // come to Lobby

	// Between two hosts of one lobby.
	kindYield  Kind = "yield"  // you go on, and mine are out?
	kindAgreed Kind = "agreed" // yes
)

// Version says how far a member's copy of a lobby is: the term that it follows
// and the number of its last change. Versions are ordered by term first.
type Version struct {
	Term uint64 `cbor:"t"`
	Seq  uint64 `cbor:"s"`
}

func (v Version) newerThan(o Version) bool {
	return v.Term > o.Term || v.Term == o.Term && v.Seq > o.Seq
}

// Message is what one peer tells another.
type Message struct {
	Kind Kind `cbor:"m"`

	// From and To are the memberships of the sender and the receiver: the
	// numbers that they joined with. One that leaves and comes back is
	// another member, whom old messages are not about.
	From uint64 `cbor:"f,omitempty"`
	To   uint64 `cbor:"to,omitempty"`

	Lobby    steamtypes.SteamID               `cbor:"l,omitempty"`
	Term     uint64                           `cbor:"t,omitempty"`
	Seq      uint64                           `cbor:"s,omitempty"`
	Number   uint64                           `cbor:"n,omitempty"`
	Version  Version                          `cbor:"v,omitzero"`
	Changes  []Change                         `cbor:"c,omitempty"`
	State    *State                           `cbor:"st,omitempty"`
	Host     bool                             `cbor:"h,omitempty"`
	Known    bool                             `cbor:"k,omitempty"`
	Era      uint64                           `cbor:"e,omitempty"`
	Owner    steamtypes.SteamID               `cbor:"o,omitempty"`
	Response steamtypes.ChatRoomEnterResponse `cbor:"r,omitempty"`
	Lobbies  []Info                           `cbor:"ls,omitempty"`

	verified bool // the signatures are, and what came of it:
	invalid  error
	answered bool // a kindPrepare is, by who else it is that comes first
}

// Verify checks all signatures in a message, up to the first bad one, once.
// There may be thousands: who shares a node does it before [Node.Receive],
// which otherwise would.
func (m *Message) Verify(app uint32, valid func(author steamtypes.SteamID, message, proof []byte) bool) error {
	if !m.verified {
		m.verified, m.invalid = true, m.verify(app, valid)
	}
	return m.invalid
}

func (m *Message) verify(app uint32, valid verifier) error {
	for i := range m.Changes {
		if c := &m.Changes[i]; !valid(c.Author, c.signed(app, m.Lobby), c.Proof) {
			return fmt.Errorf("a change that %v has not signed", c.Author)
		}
	}
	if m.State != nil {
		return m.State.verify(app, valid)
	}
	return nil
}

// Check reports what is wrong with a message's form. It may come from anybody.
func (m *Message) Check() error {
	if m.Lobby != 0 && !IsLobbyID(m.Lobby) {
		return fmt.Errorf("%v is not a lobby's ID", m.Lobby)
	}
	if m.Lobby == 0 && m.Kind != kindQuery && m.Kind != kindList {
		return fmt.Errorf("%.20q without a lobby", m.Kind)
	}
	least, most := 0, 0 // changes
	switch m.Kind {
	case kindPropose, kindJoin:
		least, most = 1, 1
	case kindPrepare, kindNudge:
		most = 1
	case kindChanges, kindPromise, kindFollow, kindWelcome:
		most = maxLog
	}
	if len(m.Changes) < least || len(m.Changes) > most {
		return fmt.Errorf("%.20q carries %d changes", m.Kind, len(m.Changes))
	}
	if (m.State != nil) != (m.Kind == kindWelcome) || len(m.Lobbies) > 0 && m.Kind != kindList {
		return fmt.Errorf("%.20q carries what it may not, or lacks what it must", m.Kind)
	}
	size := 0
	for i := range m.Changes {
		if err := m.Changes[i].checkForm(); err != nil {
			return err
		}
		size += encodedSize(&m.Changes[i])
	}
	if size > maxLogBytes {
		return fmt.Errorf("%.20q carries changes of %d bytes", m.Kind, size)
	}
	return nil
}

// What messages cost their receiver: others are told of a proposal, and a
// question is answered to whoever it may be.
const (
	CostOfProposal = 40
	CostOfQuestion = 100
)

// Cost is how much work a message asks of its receiver: each change that it
// carries has a signature to be checked.
func (m *Message) Cost() int {
	switch m.Kind {
	case kindPropose:
		return CostOfProposal
	case kindFind, kindQuery, kindJoin, kindInvite, kindYield:
		return CostOfQuestion
	}
	return max(1, len(m.Changes))
}

// encodedSize is about what a change weighs on the wire and in the log.
func encodedSize(c *Change) int {
	return changeOverhead + len(c.Key) + len(c.Value) + len(c.Text) + len(c.Proof) + 8*len(c.Targets)
}
