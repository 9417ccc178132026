/// Keys of log lines in one word: which of them a line has already.
struct LogKeySet: OptionSet {
    let rawValue: UInt64

    @inline(__always)
    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    @inline(__always)
    init(_ key: LogKey) {
        rawValue = 1 &<< UInt64(key.rawValue)
    }
}
