package steam

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
	"godotsteam/gd/gdtest"
	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/valve"
	"godotsteam/steamtypes"
)

// library is a platform that is Valve's library: it writes down what is asked of
// it, and answers what a test says.
type library struct {
	*fake
	asked  []string
	answer func(*valve.Call)
	lacks  error
}

func (l *library) Start(c platform.Config) (platform.Platform, error) {
	l.config = c
	return l, nil
}

func (l *library) Invoke(c *valve.Call) error {
	l.asked = append(l.asked, c.Function.Name)
	if l.lacks == nil && l.answer != nil {
		l.answer(c)
	}
	return l.lacks
}

var _ platform.Valve = (*library)(nil)

// tried is a class with some rows of a test's own.
func tried(t *testing.T, p platform.Provider, rows ...*row) (call func(method string, args ...any) any, e *gdtest.Engine) {
	t.Helper()
	before := pages
	pages = append(slices.Clone(pages), &page{title: "Tried", rows: rows})
	t.Cleanup(func() { pages = before })
	engine := playOn(t, p)
	engine.Call("Steam", "steamInitEx", 480)
	return func(method string, args ...any) any { return engine.Call("Steam", method, args...) }, engine
}

func TestAPlainMethodAnswersWhatSteamDoes(t *testing.T) {
	l := &library{fake: new(fake)}
	call, _ := tried(t, l,
		plain("count() -> int", "ISteamX.Count() -> u32"),
		plain("named(id: id) -> String", "ISteamX.Named(id) -> text"),
		plain("measured() -> float", "ISteamX.Measured(*f32) -> bool"),
		plain("known(a: stat) -> {ret: bool, since: int, by: String}", "ISteamX.Known(a, *u32 since, text[20] by, size) -> bool ret"),
		plain("perhaps() -> {much: int}", "ISteamX.Perhaps(*i32 much) -> bool or {}"),
		plain("friends() -> count", "ISteamX.Friends() -> i32"),
		plain("level() -> int", "ISteamX.Level() -> i32"),
		plain("told(some: PackedByteArray)", "ISteamX.Told(some, len(some))"),
		plain("rated() -> {percent: float}", "ISteamX.Rated() -> f32 percent"),
	)
	l.answer = func(c *valve.Call) { c.Result = 0xABCD00000000 | 7 }
	require.Equal(t, int64(7), call("count"), "the rest of the register is anything")
	l.answer = func(c *valve.Call) { c.SetResultText("ä") }
	require.Equal(t, "ä", call("named", 5))
	l.answer = nil
	require.Equal(t, 0.0, call("measured"))
	require.Equal(t, gdItems("ret", false, "since", int64(0), "by", ""), call("known", "x"), "in the row's order")
	require.Equal(t, gdItems(), call("perhaps"), "{} where Steam says no")
	l.answer = func(c *valve.Call) { c.Result = 1 }
	require.Equal(t, gdItems("much", int64(0)), call("perhaps"))
	l.answer = func(c *valve.Call) { c.Result = uint64(math.Float32bits(2.5)) }
	require.Equal(t, gdItems("percent", 2.5), call("rated"))
	l.asked = l.asked[:6]
	told := ""
	l.answer = func(c *valve.Call) {
		told = string(unsafe.Slice(*(**byte)(unsafe.Pointer(&c.Registers[1])), c.Registers[2]))
	}
	require.Nil(t, call("told", []byte("abc")))
	require.Equal(t, "abc", told)
	l.answer = func(c *valve.Call) { c.Result = 0xFFFFFFFF }
	require.Equal(t, int64(0), call("friends"), "-1: there is nothing to count")
	require.Equal(t, int64(-1), call("level"))
	require.Equal(t, int64(0), call("getFriendCount"))
	require.Equal(t, int64(0), call("getNumLobbyMembers", 109775240917155840))
	require.Equal(t, []string{"Count", "Named", "Measured", "Known", "Perhaps", "Perhaps", "Told", "Friends", "Level",
		"GetFriendCount", "GetNumLobbyMembers"}, l.asked)
}

func TestWhatSteamRefusesAndLacks(t *testing.T) {
	l := &library{fake: new(fake)}
	call, engine := tried(t, l,
		plain("set(a: stat) -> bool", "ISteamX.Set(a) -> bool").refused(statRefused),
		plain("get() -> {a: int}", "ISteamX.Get() -> i32 a").
			fails(func(_ *Steam, c call) { c.Dictionary().Int(keyOf("a"), 7) }),
	)
	require.Equal(t, false, call("set", "kills"))
	require.Equal(t, []string{`[STEAM] set: Steam refuses "kills": is it set up for this app, published, and of this type?`}, engine.Errors)
	l.lacks = argumentError{"there is no such function"}
	require.Equal(t, false, call("set", "kills"))
	l.lacks = networking.ErrNotRunning
	require.Equal(t, false, call("set", "kills"), "another thread shuts Steam down just now")
	require.Equal(t, gdItems("a", int64(7)), call("get"))
	require.Equal(t, []string{"[STEAM] set: there is no such function"}, engine.Warnings)
}

func TestWithoutSteam(t *testing.T) {
	answer := error(nil)
	try := try1(func(_ *started, _ bool) error { return answer })
	call, engine := tried(t, new(fake),
		plain("open()", "ISteamX.Open()").steamOnly("nothing opens here"),
		own("close() -> bool", fn0(func(*started) bool { return true })).steamOnly("nothing closes here"),
		plain("try(a: bool) -> bool", "ISteamX.Try(a) -> bool").standalone(try),
		own("mayTry(a: bool) -> bool", try),
		plain("isOpen() -> bool", "ISteamX.IsOpen() -> bool").steamOnly(""),
		plain("mine() -> int", "ISteamX.Mine() -> u64").standalone(fn0(platform.Platform.SteamID)),
	)
	call("open")
	call("open")
	require.Equal(t, false, call("isOpen"))
	require.Equal(t, int64(fakeID), call("mine"))
	require.Equal(t, true, call("close"))
	require.Equal(t, []string{"[STEAM] open: nothing opens here", "[STEAM] close: nothing closes here"}, engine.Warnings,
		"said once, where there is a word for it")
	engine.Warnings = nil
	for _, method := range []string{"try", "mayTry"} {
		answer = nil
		require.Equal(t, true, call(method, true))
		for _, answer = range []error{steamtypes.ErrNotInLobby, steamtypes.ErrNoMember} {
			require.Equal(t, false, call(method, true))
		}
		require.Empty(t, engine.Warnings, "they leave at any time")
		answer = steamtypes.ErrNotOwner
		require.Equal(t, false, call(method, true))
		require.Equal(t, []string{"[STEAM] " + method + ": " + answer.Error()}, engine.Warnings)
		engine.Warnings = nil
	}
	require.Empty(t, engine.Errors)
}

func TestKinds(t *testing.T) {
	take := func(kind string) *row {
		return own("take(a: "+kind+")", body{args: []gd.Type{kindOf(kind).godot}, run: func(*Steam, *started, call) error {
			return argumentError{"taken"}
		}})
	}
	const lobby = 109775240917155840
	for _, c := range []struct {
		kind string
		arg  any
		said string
	}{
		{"int", 1 << 40, "taken"},
		{"int32", 1 << 31, "a is 2147483648: it must be from -2147483648 to 2147483647"},
		{"int[1..250]", 250, "taken"},
		{"int[1..250]", 251, "a is 251: it must be from 1 to 250"},
		{"LobbyType[0..4]", 5, "a is 5: it must be from 0 to 4"},
		{"LobbyType", 99, "taken"},
		{"String[3]", "abc", "taken"},
		{"String[3]", "abcd", "a has 4 bytes: it may have at most 3"},
		{"stat", "", "a is empty"},
		{"stat", strings.Repeat("x", 129), "a has 129 bytes: it may have at most 128"},
		{"user", 22202, "taken"},
		{"user", lobby, "a is 109775240917155840: it is a lobby or a chat; use a member's Steam ID"},
		{"user?", 0, ""},
		{"user0", 0, "taken"},
		{"lobby", lobby, "taken"},
		{"lobby", 0, "a is 0: 0 is no lobby (was the lobby left, or not joined yet?)"},
		{"lobby?", 0, ""},
		{"id", gd.Inexact, "a is a float, which can't hold an ID: its last digits are lost. Numbers out of JSON are floats: " +
			"save an ID as text, str(id), and read it with to_int()"},
		{"index", -1, ""},
		{"index", 4, "taken"},
		{"index", 1 << 31, ""},
		{"size", -1, "a is -1: it is the most bytes to read, usually getAvailableP2PPacketSize()"},
		{"app_id", 1 << 32, "a is 4294967296: it must be from 0 to 4294967295"},
		{"float", 1e300, "a is 1e+300: it must be a number of 32 bits"},
	} {
		t.Run(c.kind, func(t *testing.T) {
			call, engine := tried(t, new(fake), take(c.kind))
			call("take", c.arg)
			var want []string
			if c.said != "" {
				want = []string{"[STEAM] take: " + c.said}
			}
			require.Equal(t, want, engine.Errors)
		})
	}
}

// owned is Steam with a lobby that is somebody's.
type owned struct {
	*library
	platform.Lobbies
	owner steamtypes.SteamID
}

func (o *owned) Start(c platform.Config) (platform.Platform, error) {
	o.config = c
	return o, nil
}

func (o *owned) LobbyOwner(steamtypes.SteamID) steamtypes.SteamID { return o.owner }

// Steam says no more than false, so why is found out.
func TestWhyALobbyIsNotChanged(t *testing.T) {
	for owner, said := range map[steamtypes.SteamID]error{
		0: nil, fakeID: steamtypes.ErrLobbyRefused, fakeFriend: steamtypes.ErrNotOwner,
	} {
		o := &owned{library: &library{fake: new(fake)}, owner: owner}
		call, engine := tried(t, o)
		require.Equal(t, false, call("setLobbyJoinable", 109775240917155840, true))
		var want []string
		if said != nil {
			want = []string{"[STEAM] setLobbyJoinable: " + said.Error()}
		}
		require.Equal(t, want, engine.Warnings)
		require.Empty(t, engine.Errors)
		engine.Call("Steam", "steamShutdown")
	}
}

// What travels to Steam in 64 bits, or as bits alone, has other bounds.
func TestKindsOfAPlainMethod(t *testing.T) {
	var got []float64
	l := &library{fake: new(fake)}
	call, engine := tried(t, l,
		plain("took(hours: float)", "ISteamX.Took(f64 hours)"),
		plain("took32(hours: float)", "ISteamX.Took32(hours)"),
		plain("list(flags: FriendFlags)", "ISteamX.List(flags)"),
		plain("least(i8: int, u16: int)", "ISteamX.Least(i8 i8, u16 u16)"),
	)
	l.answer = func(c *valve.Call) { got = append(got, math.Float64frombits(uint64(c.Registers[1]))) }
	call("took", 1e300)
	call("took32", 1e300)
	require.Equal(t, []float64{1e300}, got)
	l.asked = nil
	for _, flags := range []int64{-1 << 31, -1, 0, 1<<32 - 1} {
		call("list", flags)
	}
	require.Len(t, l.asked, 4)
	call("list", int64(1<<32))
	call("least", -128, 65535)
	call("least", -129, 65535)
	call("least", -128, 65536)
	require.Len(t, l.asked, 5)
	require.Equal(t, []string{
		"[STEAM] took32: hours is 1e+300: it must be a number of 32 bits",
		"[STEAM] list: flags is 4294967296: it must be from -2147483648 to 4294967295",
		"[STEAM] least: i8 is -129: it must be from -128 to 127",
		"[STEAM] least: u16 is 65536: it must be from 0 to 65535",
	}, engine.Errors)
}

// A bare account ID stands for that person.
func TestTheUserWhoIsMeant(t *testing.T) {
	var meant int64
	call, _ := tried(t, new(fake),
		own("take(a: user)", do1(func(_ *started, a int64) { meant = a })),
		own("mine(a: user = 0)", do1(func(_ *started, a int64) { meant = a })).meansMe(0),
	)
	call("take", 22202)
	require.EqualValues(t, 76561197960287930, meant)
	meant = 0
	call("mine")
	require.EqualValues(t, fakeID, meant)
	call("mine", fakeFriend)
	require.EqualValues(t, fakeFriend, meant)
}

// A word that is no kind is taken for an enum.
func TestEnumsOfRowsAreThere(t *testing.T) {
	class := Describe()
	known := map[string]bool{"": true}
	for _, e := range class.Enums {
		known[e.Name] = true
	}
	for _, p := range class.Pages {
		for _, m := range p.Methods {
			for _, a := range append(slices.Clone(m.Args), m.Keys...) {
				require.True(t, known[a.Enum], "%s: there is no enum %s", m.Name, a.Enum)
			}
			require.True(t, !m.Enum || known[m.Returns], "%s: there is no enum %s", m.Name, m.Returns)
		}
	}
}

func TestRowsThatCantBe(t *testing.T) {
	for text, row := range map[string]func(){
		"a kind that is not there":      func() { plain("a(b: nokind)", "ISteamX.A(b)") },
		"an argument that is not there": func() { plain("a()", "ISteamX.A(b)") },
		"a key that is not there":       func() { plain("a() -> {b: int}", "ISteamX.A() -> u32 c") },
		"two results":                   func() { plain("a() -> int", "ISteamX.A(*u32, *u32)") },
		"no result":                     func() { plain("a() -> int", "ISteamX.A()") },
		"a function of other arguments": func() { own("a(b: int)", do1(func(*Steam, string) {})) },
		"a function of another result":  func() { own("a() -> bool", fn0(func(*Steam) int64 { return 0 })) },
		"a default of another type":     func() { own("a(b: int = x)", do1(func(*Steam, int64) {})) },
		"an int that is a text":         func() { plain("a(b: stat)", "ISteamX.A(i32 b)") },
		"a float that is an int":        func() { plain("a(b: int)", "ISteamX.A(f32 b)") },
		"a list to Steam":               func() { plain("a(b: Array)", "ISteamX.A(b)") },
		"the length of an int":          func() { plain("a(b: int)", "ISteamX.A(b, len(b))") },
		"a text of an address":          func() { plain("a() -> int", "ISteamX.A() -> text") },
		"a refusal of our own":          func() { own("a()", do0(func(*Steam) {})).refused(statRefused) },
		"a refusal of nothing":          func() { plain("a()", "ISteamX.A()").refused(statRefused) },
		"no 0 of a text":                func() { own("a(b: String?)", do1(func(*Steam, string) {})) },
		"no signature":                  func() { own("a", do0(func(*Steam) {})) },
	} {
		require.Panics(t, row, text)
	}
}

func TestEveryMethodHasARowOfItsOwn(t *testing.T) {
	names := make(map[string]bool)
	for _, p := range pages {
		for _, r := range p.rows {
			require.False(t, names[r.name], r.name)
			names[r.name] = true
		}
	}
}

func TestParagraphs(t *testing.T) {
	require.Equal(t, "One sentence. And\nanother paragraph.\n[codeblock]\nfunc f():\n\tpass\n\ng()\n[/codeblock]\nThe end.", paragraphs(`
		One sentence.
		And

		another paragraph.

		[codeblock]
		func f():
			pass

		g()
		[/codeblock]
		The end.
	`))
}
