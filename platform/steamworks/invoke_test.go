//go:build unix

package steamworks

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/valve"
)

var isSubscribed = valve.Describe("ISteamApps.BIsSubscribed() -> bool")

// What a row describes, but for its arguments and answers: tests/rows_test.go
// calls all of them, from Godot.
func TestInvoke(t *testing.T) {
	set := valve.Describe("ISteamUserStats.SetStatFloat(text name, f32 value) -> bool")
	get := valve.Describe("ISteamUserStats.GetStatInt32(text name, *i32) -> bool")
	text := valve.Describe("ISteamApps.GetCurrentGameLanguage() -> text")
	lacking := valve.Describe("ISteamApps.NobodyHasThis()")
	nowhere := valve.Describe("ISteamNothing.Ask()")
	g := start(t, alice, options{})
	written := writtenBy(t, g)

	call := valve.New(set)
	call.SetText(0, []byte("höhe"))
	call.SetFloat(1, -0.25)
	require.NoError(t, g.Invoke(call))
	require.EqualValues(t, 1, call.ResultInt())
	require.Equal(t, "SetStatFloat höhe -0.25\n", written(), "a float has a register of its own")

	call = valve.New(get)
	call.SetText(0, []byte("kills"))
	require.NoError(t, g.Invoke(call))
	require.Negative(t, call.Int(1), "what the function wrote")

	call = valve.New(text)
	require.NoError(t, g.Invoke(call))
	require.Equal(t, "result of GetCurrentGameLanguage: ä", call.ResultText())

	call = valve.New(isSubscribed)
	require.NoError(t, g.Invoke(call))
	require.EqualValues(t, 1, call.ResultInt())
	refusing := start(t, bob, options{fault: "subscribed=false"})
	require.NoError(t, refusing.Invoke(call))
	require.Zero(t, call.ResultInt(), "a C bool is one byte of the register")

	var lacks *LacksError
	require.ErrorAs(t, g.Invoke(valve.New(lacking)), &lacks)
	require.Equal(t, "SteamAPI_ISteamApps_NobodyHasThis", lacks.Symbol)
	require.ErrorAs(t, g.Invoke(valve.New(nowhere)), &lacks, "an interface that the platform does not know")
	older := start(t, alice+1, options{fault: "null=SteamUserStats"})
	require.ErrorAs(t, older.Invoke(valve.New(get)), &lacks)
	require.Equal(t, "ISteamUserStats", lacks.Symbol, "an interface that the Steam client does not know")

	g.Shutdown()
	require.ErrorIs(t, g.Invoke(valve.New(text)), networking.ErrNotRunning)
}
