package valve

import (
	"bytes"
	"math"
	"runtime"
	"strings"
	"sync"
	"unsafe"
)

// MaxParams is the most parameters of a function after self.
const MaxParams = 10

// Call is one call of a function: its arguments as registers take them, and the
// memory that it writes into. It comes from [New] and is given back with
// [Call.Free], because a call must allocate nothing; it is on the heap, where C
// may hold an address of it.
type Call struct {
	Function *Function
	// Registers are self, which the library fills in, and the arguments: numbers,
	// addresses, a float's bits.
	Registers [1 + MaxParams]uintptr
	// Result is what came back: a number, or the bits of a float.
	Result  uint64
	text    string
	written [MaxParams]uint64
	buffers [MaxParams][]byte
	kept    [MaxParams][]byte // see SetData
	texts   [][]byte
}

var calls = sync.Pool{New: func() any { return new(Call) }}

// New returns the frame for a call of f. Constants, and where to write, are
// filled in.
func New(f *Function) *Call {
	c := calls.Get().(*Call)
	c.Function, c.Result = f, 0
	for i, p := range f.Params {
		switch p.Role {
		case Constant:
			c.Registers[1+i] = uintptr(p.Value)
		case Writes:
			c.written[i] = 0
			c.Registers[1+i] = uintptr(unsafe.Pointer(&c.written[i]))
		case Buffer:
			c.Memory(i, int(p.Value))
		case Room:
			c.Registers[1+i] = uintptr(f.Params[i-1].Value)
		}
	}
	return c
}

// Free gives the call back. Nothing of it may be used after that.
func (c *Call) Free() {
	runtime.KeepAlive(c) // C has written into it until now
	c.text, c.texts = "", nil
	for i := range c.Function.Params {
		c.kept[i] = nil
		if cap(c.buffers[i]) > maxKept {
			c.buffers[i] = nil
		}
	}
	calls.Put(c)
}

// maxKept bounds the memory that waits for the next call of a long text.
const maxKept = 16 << 10

// Len is the number of registers that count.
func (c *Call) Len() int { return 1 + len(c.Function.Params) }

// SetInt gives parameter i a number. It is cut to the parameter's type, or
// becomes the identity of that Steam ID.
func (c *Call) SetInt(i int, v int64) {
	if c.Function.Params[i].Type == Identity {
		PutIdentity(c.Memory(i, IdentitySize), uint64(v))
		return
	}
	c.Registers[1+i] = uintptr(narrow(c.Function.Params[i].Type, v))
}

// SetFloat gives parameter i a float.
func (c *Call) SetFloat(i int, v float64) {
	if c.Function.Params[i].Type == F32 {
		c.Registers[1+i] = uintptr(math.Float32bits(float32(v)))
	} else {
		c.Registers[1+i] = uintptr(math.Float64bits(v))
	}
}

// SetBool gives parameter i a bool.
func (c *Call) SetBool(i int, v bool) {
	if c.Registers[1+i] = 0; v {
		c.Registers[1+i] = 1
	}
}

// SetText gives parameter i a C string with a copy of text.
func (c *Call) SetText(i int, text []byte) {
	b := c.room(i, len(text)+1)
	copy(b, text)
	b[len(text)] = 0
	c.Registers[1+i] = uintptr(unsafe.Pointer(unsafe.SliceData(b)))
}

// SetData gives parameter i the address of bytes. Those of C's must stay until
// the call is over; Go's do, because the call keeps them.
func (c *Call) SetData(i int, data []byte) {
	c.kept[i] = data
	c.Registers[1+i] = uintptr(unsafe.Pointer(unsafe.SliceData(data)))
}

// Keep keeps bytes whose addresses lie in memory of the call.
func (c *Call) Keep(texts [][]byte) { c.texts = texts }

// Memory gives parameter i the address of n bytes that belong to the call, all
// zero, and returns them.
func (c *Call) Memory(i, n int) []byte {
	b := c.room(i, n)
	clear(b)
	c.Registers[1+i] = uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	return b
}

// room returns n bytes that belong to parameter i.
func (c *Call) room(i, n int) []byte {
	if cap(c.buffers[i]) < n {
		c.buffers[i] = make([]byte, n)
	}
	c.buffers[i] = c.buffers[i][:n]
	return c.buffers[i]
}

// SetResultText sets what came back as a C string: a copy, valid UTF-8.
func (c *Call) SetResultText(text string) { c.text = text }

// ResultText is the result of a function that returns a C string.
func (c *Call) ResultText() string { return c.text }

// Int is what the function wrote for parameter i.
func (c *Call) Int(i int) int64 { return widen(c.Function.Params[i].Type, c.written[i]) }

// Float is Int for a float.
func (c *Call) Float(i int) float64 { return floatOf(c.Function.Params[i].Type, c.written[i]) }

// Text is what the function wrote for parameter i, a buffer.
func (c *Call) Text(i int) string {
	text, _, _ := bytes.Cut(c.buffers[i], []byte{0})
	return strings.ToValidUTF8(string(text), "?")
}

// Bytes is what the function wrote for parameter i, a buffer or [Call.Memory].
// It belongs to the call.
func (c *Call) Bytes(i int) []byte { return c.buffers[i] }

// ResultInt is the result of a function that returns an integer or a bool.
func (c *Call) ResultInt() int64 { return widen(c.Function.Result, c.Result) }

// ResultFloat is the result of a function that returns a float.
func (c *Call) ResultFloat() float64 { return floatOf(c.Function.Result, c.Result) }

func floatOf(t Type, bits uint64) float64 {
	if t == F32 {
		return float64(math.Float32frombits(uint32(bits)))
	}
	return math.Float64frombits(bits)
}

// narrow is a number as a register takes it. C looks at 32 bits of one that is
// smaller: clang has the caller extend it, by its sign or with zeros.
func narrow(t Type, v int64) uint64 {
	v = widen(t, uint64(v))
	if t == U64 || t == I64 {
		return uint64(v)
	}
	return uint64(uint32(v))
}

// widen is what a register or memory holds as a number: the rest of the
// register may be anything.
func widen(t Type, v uint64) int64 {
	switch t {
	case Bool:
		if uint8(v) != 0 {
			return 1
		}
		return 0
	case U8:
		return int64(uint8(v))
	case I8:
		return int64(int8(v))
	case U16:
		return int64(uint16(v))
	case I16:
		return int64(int16(v))
	case U32:
		return int64(uint32(v))
	case I32:
		return int64(int32(v))
	}
	return int64(v)
}
