package steam

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
	"godotsteam/steamtypes"
)

// A game reads the keys of these Dictionaries whatever it has asked for.
func TestVoiceThatCannotBe(t *testing.T) {
	engine, _ := play(t)
	answers := func() (results []int64) {
		for _, answer := range []any{
			engine.Call("Steam", "getAvailableVoice"),
			engine.Call("Steam", "getVoice", -1),
			engine.Call("Steam", "decompressVoice", []byte("some"), 1),
		} {
			results = append(results, answer.(gd.Items)[0].Value.(int64))
		}
		require.Equal(t, int64(steamtypes.DefaultVoiceRate), engine.Call("Steam", "getVoiceOptimalSampleRate"))
		return results
	}
	const none = int64(steamtypes.VoiceNotInitialized)
	require.Equal(t, []int64{none, none, none}, answers())
	for _, said := range engine.Errors {
		require.Contains(t, said, "Steam is not initialized")
	}
	require.Len(t, engine.Errors, 4)

	engine.Call("Steam", "steamInitEx", 480)
	const silent = int64(steamtypes.VoiceNotRecording)
	require.Equal(t, []int64{silent, silent, int64(steamtypes.VoiceUnsupportedCodec)}, answers())
	require.Len(t, engine.Errors, 6)
	require.Equal(t, "[STEAM] getVoice: buffer_size_override is -1: it must be from 0 to 1048576", engine.Errors[4])
	require.Equal(t, "[STEAM] decompressVoice: sample_rate is 1: it must be from 11025 to 48000", engine.Errors[5])
}
