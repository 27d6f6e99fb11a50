package steam

// What the pages about Valve's newer networking take and answer beside numbers.

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"godotsteam/gd"
	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
)

// messageItems describes a received message. The channel is that of Networking
// Messages, and the sender's user data never arrives: GodotSteam 4.16 and later
// has neither for Networking Sockets. The payload is copied by whoever
// takes the items.
func messageItems(m *sockets.Message, channel int32) gd.Items {
	flags := sockets.SendUnreliable
	if m.Reliable {
		flags = sockets.SendReliable
	}
	return gd.Items{
		{Key: "payload", Value: m.Data},
		{Key: "size", Value: len(m.Data)},
		{Key: "connection", Value: int64(m.Connection)},
		{Key: "identity", Value: int64(m.Peer)},
		{Key: "receiver_user_data", Value: m.UserData},
		{Key: "time_received", Value: m.Received},
		{Key: "message_number", Value: m.Number},
		{Key: "channel", Value: int64(channel)},
		{Key: "flags", Value: int64(flags)},
		{Key: "sender_user_data", Value: int64(0)},
	}
}

// setMessages answers a call with what was received, and gives it back.
func setMessages(c call, all []sockets.Message) {
	list := make(gd.Array, len(all))
	for i := range all {
		list[i] = messageItems(&all[i], 0)
	}
	c.SetArray(list)
	for i := range all {
		all[i].Release()
	}
}

// setChannelMessages is the same for Networking Messages.
func setChannelMessages(c call, all []messages.Message) {
	list := make(gd.Array, len(all))
	for i := range all {
		list[i] = messageItems(&all[i].Message, all[i].Channel)
	}
	c.SetArray(list)
	for i := range all {
		all[i].Release()
	}
}

// infoItems describes a connection as getConnectionInfo does.
func infoItems(i sockets.Info) gd.Items {
	items := forGodot(platform.InfoEntries(i)).(gd.Items)
	return append(items, gd.Item{Key: "info_flags", Value: int64(i.Flags)})
}

// statusItems describes how a connection does.
func statusItems(s sockets.Status) gd.Items {
	return gd.Items{
		{Key: "state", Value: int64(s.State)},
		{Key: "ping", Value: s.Ping},
		{Key: "local_quality", Value: float64(s.QualityLocal)},
		{Key: "remote_quality", Value: float64(s.QualityRemote)},
		{Key: "packets_out_per_second", Value: float64(s.PacketsOutPerSec)},
		{Key: "bytes_out_per_second", Value: float64(s.BytesOutPerSec)},
		{Key: "packets_in_per_second", Value: float64(s.PacketsInPerSec)},
		{Key: "bytes_in_per_second", Value: float64(s.BytesInPerSec)},
		{Key: "send_rate", Value: s.SendRate},
		{Key: "pending_unreliable", Value: s.PendingUnreliable},
		{Key: "pending_reliable", Value: s.PendingReliable},
		{Key: "sent_unacknowledged_reliable", Value: s.UnacknowledgedReliable},
		{Key: "queue_time", Value: s.QueueTime.Microseconds()},
	}
}

// laneItems describes how a lane does.
func laneItems(s sockets.LaneStatus) gd.Items {
	return gd.Items{
		{Key: "pending_unreliable", Value: s.PendingUnreliable},
		{Key: "pending_reliable", Value: s.PendingReliable},
		{Key: "sent_unacknowledged_reliable", Value: s.UnacknowledgedReliable},
		{Key: "queue_time", Value: s.QueueTime.Microseconds()},
	}
}

// maxOptions bounds the configuration values of one call: there are about ninety.
const maxOptions = 256

// checkOptions refuses what optionsOf can't read.
func checkOptions(c call, i int, name string) error {
	_, err := optionsOf(c.Value(i))
	if err != nil {
		return argumentError{name + " can't be used: " + err.Error()}
	}
	return nil
}

// optionsOf reads configuration values: {value: what it is set to}, or, as until
// GodotSteam 4.10, [[value, type, what it is set to]].
func optionsOf(given any) ([]sockets.Option, error) {
	var options []sockets.Option
	add := func(name, v any) error {
		number, ok := name.(int64)
		if !ok || number < 0 || number > math.MaxInt32 {
			return argumentError{fmt.Sprintf("%v is no configuration value: use the constants NETWORKING_CONFIG_…", name)}
		}
		value, err := optionValue(sockets.ConfigValue(number), v)
		if err != nil {
			return err
		}
		options = append(options, sockets.Option{Name: sockets.ConfigValue(number), Value: value})
		return nil
	}
	switch given := given.(type) {
	case nil:
	case gd.Items:
		if len(given) > maxOptions {
			return nil, tooManyOptions(len(given))
		}
		for _, item := range given {
			if err := add(item.Key, item.Value); err != nil {
				return nil, err
			}
		}
	case gd.Array:
		if len(given) > maxOptions {
			return nil, tooManyOptions(len(given))
		}
		for _, option := range given {
			three, ok := option.(gd.Array)
			if !ok || len(three) != 3 {
				return nil, argumentError{"an Array must have Arrays of three: the configuration value, its type, and " +
					"what it is set to"}
			}
			if err := add(three[0], three[2]); err != nil {
				return nil, err
			}
		}
	default:
		return nil, argumentError{"it must be a Dictionary {NETWORKING_CONFIG_…: value}, which may be empty"}
	}
	return options, nil
}

func tooManyOptions(n int) error {
	return argumentError{fmt.Sprintf("these are %d configuration values: there are not as many as %d", n, maxOptions)}
}

// optionValue is a value of the type that the configuration value has; of one that
// is not known, of its own.
func optionValue(name sockets.ConfigValue, given any) (sockets.Value, error) {
	info, known := sockets.ValueInfoOf(name)
	var v sockets.Value
	switch given := given.(type) {
	case bool:
		if given {
			v = sockets.Int32(1)
		} else {
			v = sockets.Int32(0)
		}
	case int64:
		v = sockets.Int64(given)
		if !known || info.Type == sockets.TypeInt32 {
			if given != int64(int32(given)) {
				return v, argumentError{fmt.Sprintf("%d is set to %d: it must fit into 32 bits", name, given)}
			}
			v = sockets.Int32(int32(given))
		}
		if info.Type == sockets.TypeFloat {
			v = sockets.Float(float32(given))
		}
	case float64:
		v = sockets.Float(float32(given))
	case string:
		v = sockets.Text(given)
	default:
		return v, argumentError{fmt.Sprintf("%d is set to something that is no int, float or String", name)}
	}
	if known && v.Type != info.Type {
		return v, argumentError{fmt.Sprintf("%d (%s) is set to a value of another type: it must be %s", name, info.Name,
			valueTypes[info.Type])}
	}
	return v, nil
}

var valueTypes = map[sockets.ValueType]string{
	sockets.TypeInt32: "an int", sockets.TypeInt64: "an int", sockets.TypeFloat: "a float", sockets.TypeString: "a String",
	sockets.TypeFunction: "a function, and a script has none to give",
}

// valueBytes is a configuration value as it lies in memory.
func valueBytes(v sockets.Value) []byte {
	switch v.Type {
	case sockets.TypeInt32:
		return binary.LittleEndian.AppendUint32(nil, uint32(v.Int))
	case sockets.TypeInt64:
		return binary.LittleEndian.AppendUint64(nil, uint64(v.Int))
	case sockets.TypeFloat:
		return binary.LittleEndian.AppendUint32(nil, math.Float32bits(v.Float))
	case sockets.TypeString:
		return []byte(v.Text)
	}
	return nil
}

func checkAddress(c call, i int, name string) error {
	if _, ok := parseAddress(c.String(i)); !ok {
		return argumentError{fmt.Sprintf("%s is %q: it must be an address with its port, such as 127.0.0.1:27015 or "+
			"[::]:27015", name, clean(c.String(i), 60))}
	}
	return nil
}

// parseAddress reads an address with its port. One without has port 0.
func parseAddress(text string) (netip.AddrPort, bool) {
	if a, err := netip.ParseAddrPort(text); err == nil {
		return a, true
	}
	a, err := netip.ParseAddr(text)
	return netip.AddrPortFrom(a, 0), err == nil
}

// listOf reads an argument that is an Array.
func listOf(c call, i int) []any {
	list, _ := c.Value(i).(gd.Array)
	return list
}

// numbersOf reads an Array of numbers from least to most.
func numbersOf(name string, list []any, least, most int64) ([]int, error) {
	numbers := make([]int, len(list))
	for i, v := range list {
		n, ok := v.(int64)
		if f, isFloat := v.(float64); isFloat && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			n, ok = int64(f), true
		}
		if !ok {
			return nil, argumentError{fmt.Sprintf("%s[%d] is no int", name, i)}
		}
		if err := checkRange(fmt.Sprintf("%s[%d]", name, i), n, least, most); err != nil {
			return nil, err
		}
		numbers[i] = int(n)
	}
	return numbers, nil
}
