package valve

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDescriptions(t *testing.T) {
	for _, c := range []struct {
		text string
		want Function
	}{
		{"ISteamApps.BIsSubscribed() -> bool",
			Function{Interface: "ISteamApps", Name: "BIsSubscribed", Result: Bool}},
		{"ISteamUserStats.GetAchievement(achievement_name, *bool achieved) -> bool ret", Function{
			Interface: "ISteamUserStats", Name: "GetAchievement", Result: Bool, Key: "ret",
			Params: []Param{{Name: "achievement_name"}, {Role: Writes, Type: Bool, Name: "achieved"}},
		}},
		{"ISteamApps.GetAppInstallDir(u32 app_id, text[4096], u32 size) -> u32 or {}", Function{
			Interface: "ISteamApps", Name: "GetAppInstallDir", Result: U32, OrEmpty: true,
			Params: []Param{{Type: U32, Name: "app_id"}, {Role: Buffer, Type: Text, Value: 4096}, {Role: Room, Type: U32}},
		}},
		{"ISteamX.Say(data, len(data), -3, u64 7, true, nil, ~u32)", Function{
			Interface: "ISteamX", Name: "Say",
			Params: []Param{{Name: "data"}, {Role: Counts, Type: I32, Name: "data"}, {Role: Constant, Type: I32, Value: -3},
				{Role: Constant, Type: U64, Value: 7}, {Role: Constant, Type: Bool, Value: 1}, {Role: Constant, Type: U64},
				{Role: Writes, Type: U32, Unread: true}},
		}},
		{"ISteamMatchmaking.CreateLobby(lobby_type, max_members) -> call LobbyCreated", Function{
			Interface: "ISteamMatchmaking", Name: "CreateLobby", Result: U64, Answer: "LobbyCreated",
			Params: []Param{{Name: "lobby_type"}, {Name: "max_members"}},
		}},
	} {
		f, err := parse(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.text, f.String())
		f.text = ""
		require.Equal(t, c.want, *f)
	}
}

func TestMistakesInDescriptions(t *testing.T) {
	const unwritable = "only a number can be written there; a text needs a buffer, text[size]"
	for text, want := range map[string]string{
		"SetAchievement(name)":               "it is not of the form ISteamX.Name(…) -> …",
		"ISteamX.F(a b c)":                   `parameter "a b c": it must be one or two words`,
		"ISteamX.F(u31 a)":                   `parameter "u31 a": no type is "u31"`,
		"ISteamX.F(*text a)":                 `parameter "*text a": ` + unwritable,
		"ISteamX.F(*)":                       `parameter "*": ` + unwritable,
		"ISteamX.F(a, size)":                 "size follows no buffer",
		"ISteamX.F(A)":                       `parameter "A": strconv.ParseInt: parsing "A": invalid syntax`,
		"ISteamX.F() -> u31":                 `no result is "u31"`,
		"ISteamX.F(1,2,3,4,5,6,7,8,9,10,11)": "it has more than 10 parameters",
		"ISteamX.F(*identity a)":             `parameter "*identity a": no type is "identity"`,
		"ISteamX.F() -> data":                `no result is "data"`,
		"ISteamX.F(text[x] a)":               `parameter "text[x] a": strconv.ParseInt: parsing "x": invalid syntax`,
	} {
		_, err := parse(text)
		require.EqualError(t, err, want, text)
	}
}

func TestSymbol(t *testing.T) {
	f, err := parse("ISteamApps.BIsSubscribed() -> bool")
	require.NoError(t, err)
	require.Equal(t, "SteamAPI_ISteamApps_BIsSubscribed", f.Symbol())
}

func TestRange(t *testing.T) {
	for _, c := range []struct {
		of          Type
		least, most int64
	}{{U8, 0, 255}, {I8, -128, 127}, {U16, 0, 65535}, {I16, -32768, 32767}, {U32, 0, 1<<32 - 1}, {I32, -1 << 31, 1<<31 - 1},
		{U64, -1 << 63, 1<<63 - 1}} {
		least, most := c.of.Range()
		require.Equal(t, []int64{c.least, c.most}, []int64{least, most}, c.of)
	}
}

// TestWhatComesBack: the rest of a register, and of memory, may be anything.
func TestWhatComesBack(t *testing.T) {
	f, err := parse("ISteamX.F(*i8 a, *u16 b, *bool c, *f32 d, text[5] e, size, *f64 f, *i32 g) -> i16")
	require.NoError(t, err)
	c := New(f)
	defer c.Free()
	require.EqualValues(t, 5, c.Registers[6])
	const rest = 0xABCDABCDABCD0000
	c.written = [MaxParams]uint64{rest | 0xFF, rest | 0xFFFF, rest | 0x100, 0xABCDABCD_40200000, 0, 0, 0x4004000000000000, 0xABCD_FFFFFFFE}
	copy(c.buffers[4], "a\xff\x00bc")
	c.Result = rest | 0xFFFE
	require.EqualValues(t, -1, c.Int(0))
	require.EqualValues(t, 65535, c.Int(1))
	require.EqualValues(t, 0, c.Int(2))
	require.EqualValues(t, 2.5, c.Float(3))
	require.Equal(t, "a?", c.Text(4))
	require.EqualValues(t, 2.5, c.Float(6))
	require.EqualValues(t, -2, c.Int(7))
	require.EqualValues(t, -2, c.ResultInt())
}

func TestWhatIsTaken(t *testing.T) {
	f, err := parse("ISteamX.F(u8 a, i32 b, u64 c, f32 d, f64 e, text f, bool g, i8 h, i16 i, u16 j)")
	require.NoError(t, err)
	c := New(f)
	defer c.Free()
	c.SetInt(0, -1)
	c.SetInt(1, -1)
	c.SetInt(2, -1)
	c.SetFloat(3, 2.5)
	c.SetFloat(4, 2.5)
	c.SetBool(6, true)
	require.EqualValues(t, 0xFF, c.Registers[1])
	require.EqualValues(t, 0xFFFFFFFF, c.Registers[2])
	require.EqualValues(t, ^uintptr(0), c.Registers[3])
	require.EqualValues(t, 0x40200000, c.Registers[4])
	require.EqualValues(t, 0x4004000000000000, c.Registers[5])
	require.EqualValues(t, 1, c.Registers[7])
	for i := 7; i < 10; i++ {
		c.SetInt(i, -2)
	}
	require.EqualValues(t, []uintptr{0xFFFFFFFE, 0xFFFFFFFE, 0xFFFE}, c.Registers[8:], "a callee looks at 32 bits")
	c.SetText(5, []byte("ä"))
	require.Equal(t, "ä\x00", string(c.buffers[5]))
}

// TestACallKnowsNothingOfTheOneBefore: its memory is the same.
func TestACallKnowsNothingOfTheOneBefore(t *testing.T) {
	f, err := parse("ISteamX.F(text a, *u64 b, text[8] c, size) -> text")
	require.NoError(t, err)
	c := New(f)
	c.SetText(0, []byte("longer than the next"))
	c.written[1] = 5
	copy(c.buffers[2], "written")
	c.Result = 5
	c.SetResultText("text")
	for range 100 { // the pool may give another one, and under the race detector often does
		c.Free()
		c = New(f)
		require.Zero(t, c.Int(1))
		require.Empty(t, c.Text(2))
		require.Zero(t, c.Result)
		require.Empty(t, c.ResultText())
		c.SetText(0, []byte("short"))
		require.Equal(t, "short\x00", string(c.buffers[0]))
		c.SetText(0, []byte("longer than the next"))
		c.written[1] = 5
		copy(c.buffers[2], "written")
	}
	c.Free()
}

// A C struct of 136 bytes: its kind (16: a Steam ID), the size of the ID, the ID.
func TestIdentitiesAndBytes(t *testing.T) {
	f, err := parse("ISteamX.F(identity a, data[512] b, data c)")
	require.NoError(t, err)
	require.Equal(t, []Param{{Type: Identity, Name: "a"}, {Role: Buffer, Type: Data, Value: 512, Name: "b"}, {Type: Data, Name: "c"}},
		f.Params)
	c := New(f)
	defer c.Free()
	c.SetInt(0, -2)
	want := make([]byte, 136)
	copy(want, "\x10\x00\x00\x00\x08\x00\x00\x00\xfe\xff\xff\xff\xff\xff\xff\xff")
	require.Equal(t, want, c.Bytes(0))
	require.Len(t, c.Bytes(1), 512)
	copy(c.Memory(2, 3), "abc")
	require.Equal(t, "abc", string(c.Bytes(2)))
	require.Equal(t, "\x00\x00", string(c.Memory(2, 2)), "nothing of the call before")
	for _, register := range c.Registers[1:4] {
		require.NotZero(t, register)
	}
}

func TestAddresses(t *testing.T) {
	b := make([]byte, AddressSize)
	for text, want := range map[string]string{
		"10.0.0.1:27015":   "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x0a\x00\x00\x01\x87\x69",
		"[fe80::1]:1":      "\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x01\x00",
		"[::]:2":           strings.Repeat("\x00", 16) + "\x02\x00",
		"invalid AddrPort": strings.Repeat("\x00", 18),
	} {
		a, _ := netip.ParseAddrPort(text)
		PutAddress(b, a)
		require.Equal(t, want, string(b), text)
		require.Equal(t, text, AddressOf(b).String())
	}
	PutAddress(b, netip.MustParseAddrPort("0.0.0.0:2"))
	require.Equal(t, "[::]:2", AddressOf(b).String(), "any address")

	identity := make([]byte, IdentitySize)
	require.Zero(t, IdentityOf(identity))
	PutIdentity(identity, 1<<63+5)
	require.EqualValues(t, uint64(1<<63+5), IdentityOf(identity))
	identity[0] = 1 // an IP address
	require.Zero(t, IdentityOf(identity))
}

func TestACallAllocatesNothing(t *testing.T) {
	f, err := parse("ISteamX.F(text a, *u64 b, text[300] c, size) -> bool")
	require.NoError(t, err)
	name := []byte("a name")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		c := New(f)
		c.SetText(0, name)
		c.Free()
	}))
}
