package control

import (
	"crypto/sha256"
	"encoding/binary"
	"math"

	"godotsteam/steamtypes"
)

// drawAvatar draws a user's picture: a symmetric pattern of squares that their
// Steam ID stands for, width × width pixels of RGBA.
func drawAvatar(user steamtypes.SteamID, width int) []byte {
	const cells = 5
	var id [8]byte
	binary.BigEndian.PutUint64(id[:], uint64(user))
	sum := sha256.Sum256(id[:])
	hue := float64(binary.BigEndian.Uint16(sum[:])) / 65536
	front, back := colour(hue, 0.55, 0.5), colour(hue, 0.35, 0.92)

	margin := width / 12
	cell := (width - 2*margin) / cells
	margin = (width - cell*cells) / 2 // what is left over, on both sides
	pixels := make([]byte, 0, 4*width*width)
	for y := range width {
		for x := range width {
			c := back
			if column, row := floorDiv(x-margin, cell), floorDiv(y-margin,
				cell); column >= 0 && column < cells && row >= 0 && row < cells {
				if sum[2+row*3+min(column, cells-1-column)]&1 == 1 {
					c = front
				}
			}
			pixels = append(pixels, c[0], c[1], c[2], 255)
		}
	}
	return pixels
}

func floorDiv(a, b int) int { return int(math.Floor(float64(a) / float64(b))) }

// colour turns hue, saturation and lightness, each from 0 to 1, into RGB.
func colour(h, s, l float64) [3]byte {
	channel := func(n float64) byte {
		k := math.Mod(n+h*12, 12)
		return byte(math.Round(255 * (l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1)))))
	}
	return [3]byte{channel(0), channel(8), channel(4)}
}
