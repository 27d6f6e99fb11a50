package steam

// GodotSteam's page "Functions | Networking Types", as far as it is about Steam
// IDs: until GodotSteam 4.7 a name stood for the one at the other end. Scripts of
// that time run, because what takes a Steam ID takes such a name, too.

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"godotsteam/gd"
	"godotsteam/steamtypes"
)

// maxIdentities bounds the names: some lobbies' members.
const maxIdentities = 4096

// identities are the names that a script has given. The zero value is ready.
type identities struct {
	mu sync.Mutex
	of map[string]steamtypes.SteamID // 0: none yet
}

func (n *identities) add(name string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.of == nil {
		n.of = make(map[string]steamtypes.SteamID)
	}
	if _, ok := n.of[name]; !ok && len(n.of) >= maxIdentities {
		return argumentError{fmt.Sprintf("there are %d identities already: forget some with clearIdentity()", maxIdentities)}
	}
	n.of[name] = 0
	return nil
}

func (n *identities) set(name string, id steamtypes.SteamID) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, ok := n.of[name]; !ok {
		return unknownIdentity(name)
	}
	n.of[name] = id
	return nil
}

func (n *identities) get(name string) (steamtypes.SteamID, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, ok := n.of[name]
	return id, ok
}

func (n *identities) forget(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.of, name)
}

func (n *identities) names() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Sorted(maps.Keys(n.of))
}

func unknownIdentity(name string) error {
	const enough = 40
	return argumentError{fmt.Sprintf("no identity is called %q: call addIdentity() and setIdentitySteamID64() first, "+
		"or use the Steam ID", clean(name, enough))}
}

// identityText is an identity as Valve writes it.
func identityText(id steamtypes.SteamID) string {
	if id == 0 {
		return "invalid"
	}
	return fmt.Sprintf("steamid:%d", uint64(id))
}

// parseIdentity reads what identityText writes, or a number.
func parseIdentity(text string) (steamtypes.SteamID, bool) {
	id, err := strconv.ParseUint(strings.TrimPrefix(text, "steamid:"), 10, 64)
	return steamtypes.SteamID(id), err == nil
}

// resolveIdentity makes a Steam ID of a name, and of Valve's text. GDScript makes
// floats of what was read from JSON.
func (s *Steam) resolveIdentity(c call, i int, name string) error {
	switch t := c.Type(i); t {
	case gd.Int:
		return checkID(c, i, name)
	case gd.Float:
		f := c.Float(i)
		if f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
			return steamtypes.InvalidIDError{Value: steamtypes.InexactID, Argument: name}
		}
		c.Replace(i, int64(f))
		return nil
	case gd.String, gd.StringNameType:
		text := c.String(i)
		id, ok := s.identities.get(text)
		if !ok {
			id, ok = parseIdentity(text)
		}
		if !ok {
			return argumentError{name + " names nobody: " + unknownIdentity(text).Error()}
		}
		c.Replace(i, int64(id))
		return nil
	default:
		return argumentError{fmt.Sprintf("%s must be a Steam ID, or the name of an identity", name)}
	}
}

func addIdentity(s *Steam, name string) error {
	if name == "" {
		return argumentError{"reference_name is empty"}
	}
	return s.identities.add(name)
}

func setIdentity(s *Steam, name string, id steamtypes.SteamID) error {
	return s.identities.set(name, id)
}

// setIdentityAccount takes the lower 32 bits of an ID, as they did.
func setIdentityAccount(s *Steam, name string, id int64) error {
	user, err := steamtypes.UserID("steam_id", id&math.MaxUint32)
	if err != nil {
		return err
	}
	return s.identities.set(name, user)
}

func parseIdentityInto(s *Steam, name, text string) error {
	id, ok := parseIdentity(text)
	if !ok {
		return argumentError{"string_to_parse is no identity, such as steamid:76561197960287930"}
	}
	return s.identities.set(name, id)
}

func identityOf(s *Steam, name string) steamtypes.SteamID {
	id, _ := s.identities.get(name)
	return id
}

func identityNames(s *Steam) gd.Array {
	names := gd.Array{}
	for _, name := range s.identities.names() {
		names = append(names, name)
	}
	return names
}

var identitiesPage = page{"Networking identities", []*row{
	own("addIdentity(reference_name: String[256]) -> bool", try1(addIdentity)).
		beforeInit().
		doc(`
			Makes an identity of that name, which stands for nobody until [method setIdentitySteamID64]. The
			functions of Networking Messages and Networking Sockets take such a name where they take a Steam ID, as
			they did until GodotSteam 4.7. New scripts use Steam IDs and need none of this.`),
	own("clearIdentity(reference_name: String[256])", do1(func(s *Steam, name string) { s.identities.forget(name) })).
		beforeInit().
		doc(`
			Forgets an identity.`),
	own("getIdentities() -> Array", fn0(identityNames)).
		beforeInit().
		doc(`
			Returns the names of all identities, sorted.`),
	own("setIdentitySteamID64(reference_name: String[256], steam_id: id) -> bool", try2(setIdentity)).
		beforeInit().
		doc(`
			Lets an identity stand for a Steam ID. [code]false[/code] with an error if there is no such identity,
			see [method addIdentity].`),
	own("setIdentitySteamID(reference_name: String[256], steam_id: id) -> bool", try2(setIdentityAccount)).
		beforeInit().
		doc(`
			As [method setIdentitySteamID64], of the lower 32 bits of a person's ID.`),
	own("getIdentitySteamID64(reference_name: String[256]) -> int", fn1(identityOf)).
		beforeInit().
		doc(`
			Returns the Steam ID that an identity stands for; [code]0[/code] if none.`),
	own("getIdentitySteamID(reference_name: String[256]) -> int",
		fn1(func(s *Steam, name string) int64 { return int64(identityOf(s, name)) & math.MaxUint32 })).
		beforeInit().
		doc(`
			Returns the lower 32 bits of the Steam ID that an identity stands for; [code]0[/code] if none.`),
	own("isIdentityInvalid(reference_name: String[256]) -> bool",
		fn1(func(s *Steam, name string) bool { return identityOf(s, name) == 0 })).
		beforeInit().
		doc(`
			Returns [code]true[/code] if an identity stands for nobody, or there is none.`),
	own("toIdentityString(reference_name: String[256]) -> String",
		fn1(func(s *Steam, name string) string { return identityText(identityOf(s, name)) })).
		beforeInit().
		doc(`
			Returns an identity in Valve's form, [code]"steamid:76561197960287930"[/code], which is taken in its
			place, too; [code]"invalid"[/code] if it stands for nobody.`),
	own("parseIdentityString(reference_name: String[256], string_to_parse: String[256]) -> bool",
		try2(parseIdentityInto)).
		beforeInit().
		doc(`
			Lets an identity stand for the Steam ID in a text that [method toIdentityString] made.
			[code]false[/code] with an error if it is none, or there is no such identity.`),
}}
