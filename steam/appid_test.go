package steam

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppIDs(t *testing.T) {
	for text, want := range map[string]uint32{
		"480": 480, "480\r\n": 480, "\ufeff480\n": 480, " 480 ": 480, "4294967295": 1<<32 - 1,
		"": 0, "0": 0, "-1": 0, "4294967296": 0, "480 # Spacewar": 0, "0x1e0": 0,
	} {
		require.Equal(t, want, appIDOfFile([]byte(text)), "%q", text)
	}
	for text, want := range map[string]uint32{
		"480": 480, "16777215": 1<<24 - 1, "16777216": 0, "": 0, " 480": 0, "-480": 0,
	} {
		require.Equal(t, want, appIDOfGame(text), "%q", text)
	}
}

func FuzzAppID(f *testing.F) {
	for _, text := range []string{"480", "\ufeff480\r\n", "16777216", "4294967296", "-1", "1_000", "０"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if id := appIDOfGame(string(text)); id >= 1<<24 {
			t.Fatalf("%q is app %d", text, id)
		}
		if id := appIDOfFile(text); id != 0 && appIDOfFile([]byte(strconv.Itoa(int(id)))) != id {
			t.Fatalf("%q is app %d", text, id)
		}
	})
}
