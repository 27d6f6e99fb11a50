package steamworks

import (
	"math"
	"unsafe"

	"godotsteam/networking/sockets"
	"godotsteam/platform/valve"
)

// Configuration values of ISteamNetworkingUtils.
var (
	setConfigValue = valve.Describe(
		"ISteamNetworkingUtils.SetConfigValue(i32 name, i32 scope, i64 object, i32 type, data value) -> bool")
	configValue = valve.Describe(
		"ISteamNetworkingUtils.GetConfigValue(i32 name, i32 scope, i64 object, *i32 type, data value, data length) -> i32")
	configValueInfo = valve.Describe(
		"ISteamNetworkingUtils.GetConfigValueInfo(i32 name, *i32 type, *i32 scope) -> text")
)

// maxConfigValue is more than any text there has.
const maxConfigValue = 8192

// optionSize is that of SteamNetworkingConfigValue_t: what is set, its type, and
// eight bytes for the value, or for the address of a text.
const optionSize = 16

// putOptions makes b an array of options, and returns the texts that it has the
// addresses of.
func putOptions(b []byte, options []sockets.Option) (texts [][]byte) {
	for i, o := range options {
		at := b[optionSize*i:]
		order.PutUint32(at, uint32(o.Name))
		order.PutUint32(at[4:], uint32(o.Value.Type))
		if o.Value.Type == sockets.TypeString {
			text := cText(o.Value.Text)
			texts = append(texts, text)
			order.PutUint64(at[8:], uint64(uintptr(unsafe.Pointer(unsafe.SliceData(text)))))
		} else {
			putValue(at[8:], o.Value)
		}
	}
	return texts
}

// putValue puts a number into memory.
func putValue(b []byte, v sockets.Value) {
	switch v.Type {
	case sockets.TypeInt32:
		order.PutUint32(b, uint32(int32(v.Int)))
	case sockets.TypeInt64:
		order.PutUint64(b, uint64(v.Int))
	case sockets.TypeFloat:
		order.PutUint32(b, math.Float32bits(v.Float))
	}
}

// SetValue implements [platform.SocketValues].
func (s steamSockets) SetValue(
	name sockets.ConfigValue, scope sockets.Scope, object sockets.Handle, v sockets.Value,
) (ok bool) {
	if v.Type == sockets.TypeFunction {
		return false // there are none to call
	}
	s.p.invoke(setConfigValue, func(q *valve.Call) {
		q.SetInt(0, int64(name))
		q.SetInt(1, int64(scope))
		q.SetInt(2, int64(object))
		q.SetInt(3, int64(v.Type))
		if v.Type == sockets.TypeString {
			q.SetText(4, []byte(v.Text))
		} else {
			putValue(q.Memory(4, 8), v)
		}
	}, func(q *valve.Call) { ok = q.ResultInt() != 0 })
	return ok
}

// ValueOf implements [platform.SocketValues].
func (s steamSockets) ValueOf(
	name sockets.ConfigValue, scope sockets.Scope, object sockets.Handle,
) (v sockets.Value, result sockets.GetResult) {
	result = sockets.GetBadValue
	s.p.invoke(configValue, func(q *valve.Call) {
		q.SetInt(0, int64(name))
		q.SetInt(1, int64(scope))
		q.SetInt(2, int64(object))
		q.Memory(4, maxConfigValue)
		order.PutUint64(q.Memory(5, 8), maxConfigValue)
	}, func(q *valve.Call) {
		if result = sockets.GetResult(q.ResultInt()); result < 0 {
			return
		}
		b := q.Bytes(4)
		switch v.Type = sockets.ValueType(q.Int(3)); v.Type {
		case sockets.TypeInt32:
			v.Int = int64(int32(order.Uint32(b)))
		case sockets.TypeInt64:
			v.Int = int64(order.Uint64(b))
		case sockets.TypeFloat:
			v.Float = math.Float32frombits(order.Uint32(b))
		case sockets.TypeString:
			v.Text = textOf(b)
		}
	})
	return v, result
}

// ValueInfo implements [platform.SocketValues]. Valve's library knows no defaults.
func (s steamSockets) ValueInfo(name sockets.ConfigValue) (info sockets.ValueInfo, ok bool) {
	s.p.invoke(configValueInfo, func(q *valve.Call) { q.SetInt(0, int64(name)) }, func(q *valve.Call) {
		if ok = q.Result != 0; ok {
			info = sockets.ValueInfo{
				Name: q.ResultText(), Type: sockets.ValueType(q.Int(1)), Scope: sockets.Scope(q.Int(2)),
			}
		}
	})
	return info, ok
}
