package steam

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
	"godotsteam/signals"
)

func TestEventsForGodot(t *testing.T) {
	require.Equal(t, int64(7), forGodot(int64(7)))
	require.Equal(t, []int64{7}, forGodot([]int64{7}))
	require.Equal(t,
		gd.Items{
			{Key: "a", Value: gd.Array{int64(1), gd.Items{{Key: "b", Value: true}}}},
			{Key: "c", Value: []byte{1}},
			{Key: "d", Value: gd.Items{}},
		},
		forGodot(map[string]any{
			"d": map[string]any{},
			"c": []byte{1},
			"a": []any{int64(1), map[string]any{"b": true}},
		}))
	require.Equal(t, gd.Array{}, forGodot([]any{}))
	require.Equal(t, gdItems("b", int64(1), "a", gd.Array{}),
		forGodot(signals.Entries{{Key: "b", Value: int64(1)}, {Key: "a", Value: []any{}}}), "in their order")
}

func TestEveryTypeOfASignalIsOneOfGodots(t *testing.T) {
	for kind := signals.Int; kind <= signals.Dictionary; kind++ {
		require.Contains(t, signalTypes, kind)
	}
	require.Len(t, signalTypes, int(signals.Dictionary)+1)
}
