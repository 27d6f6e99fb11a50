package sockets

import "time"

// quality is what is measured of a connection.
type quality struct {
	out, in meter

	unreliableOut uint64 // frames sent, of all time
	unreliableIn  uint64 // frames received since the last PING
	lastFrames    uint64 // what the last PING said

	trip          time.Duration // there and back, smoothed
	here, there   float32       // how much of the other's frames came
	known         bool          // a PING was answered
	measuredLocal bool
}

// smooth is how much of a new measurement counts.
const smooth = 0.25

func (q *quality) sent(bytes int, reliable bool) {
	q.out.count(bytes)
	if !reliable {
		q.unreliableOut++
	}
}

func (q *quality) received(bytes int, reliable bool) {
	q.in.count(bytes)
	if !reliable {
		q.unreliableIn++
	}
}

// local notes how many frames the peer had sent before a PING, and returns how
// many per cent of them have come. One that comes late counts for the next.
func (q *quality) local(frames uint64) uint64 {
	if frames > q.lastFrames {
		share := min(1, float32(q.unreliableIn)/float32(frames-q.lastFrames))
		if !q.measuredLocal {
			q.here = share
		}
		q.here += smooth * (share - q.here)
		q.measuredLocal = true
		q.lastFrames, q.unreliableIn = frames, 0
	} else if !q.measuredLocal {
		return 100
	}
	return uint64(q.here*100 + 0.5)
}

func (q *quality) measured(trip time.Duration, percent int) {
	if !q.known {
		q.trip = trip
	}
	q.known = true
	q.trip += time.Duration(smooth * float64(trip-q.trip))
	q.there = float32(percent) / 100
}

// meter counts what goes by in a second.
type meter struct {
	since          time.Time
	packets, bytes int
	packetRate     float32
	byteRate       float32
}

func (m *meter) count(bytes int) {
	m.turn()
	m.packets++
	m.bytes += bytes
}

func (m *meter) turn() {
	now := time.Now()
	if m.since.IsZero() {
		m.since = now
	}
	if passed := now.Sub(m.since); passed >= time.Second {
		seconds := float32(passed.Seconds())
		m.packetRate, m.byteRate = float32(m.packets)/seconds, float32(m.bytes)/seconds
		m.since, m.packets, m.bytes = now, 0, 0
	}
}

func (m *meter) rates() (packets, bytes float32) {
	m.turn()
	return m.packetRate, m.byteRate
}
