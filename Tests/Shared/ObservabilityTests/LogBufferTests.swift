import Testing

@testable import Observability

struct LogBufferTests {
    private func line(_ count: Int) -> [UInt8] { Array(repeating: 1, count: count) }

    @Test("the writer is called once for a run of lines, and again, at once, for what cannot wait")
    func calls() {
        var buffer = LogBuffer()
        var storage: [UInt8] = []
        #expect(buffer.append(line(1), isUrgent: false) == .soon)
        #expect(buffer.append(line(1), isUrgent: false) == .none)
        #expect(buffer.append(line(1), isUrgent: true) == .now)
        #expect(buffer.append(line(1), isUrgent: true) == .none)
        #expect(buffer.append(line(1), isUrgent: false) == .none)
        #expect(buffer.take(into: &storage) == 0)
        #expect(storage.count == 5)
        storage.removeAll()
        #expect(buffer.take(into: &storage) == nil)
        #expect(buffer.append(line(1), isUrgent: false) == .soon)
    }

    @Test("a full batch is written without waiting")
    func fullBatch() {
        var buffer = LogBuffer()
        #expect(buffer.append(line(ObservabilityLimits.logBatchBytes - 1), isUrgent: false) == .soon)
        #expect(buffer.append(line(1), isUrgent: false) == .now)
        #expect(buffer.append(line(1), isUrgent: false) == .none)
    }

    @Test("the buffer holds its limit exactly; a byte more is dropped and told once")
    func bound() {
        var buffer = LogBuffer()
        var storage: [UInt8] = []
        _ = buffer.append(line(ObservabilityLimits.logBufferBytes - 1), isUrgent: false)
        _ = buffer.append(line(2), isUrgent: false)
        _ = buffer.append(line(1), isUrgent: false)
        _ = buffer.append(line(1), isUrgent: true)
        #expect(buffer.take(into: &storage) == 2)
        #expect(storage.count == ObservabilityLimits.logBufferBytes)
        storage.removeAll()
        #expect(buffer.take(into: &storage) == nil)
    }

    @Test("after closing, lines are dropped and told")
    func closed() {
        var buffer = LogBuffer()
        var storage: [UInt8] = []
        buffer.close()
        #expect(buffer.append(line(1), isUrgent: true) == .none)
        #expect(buffer.take(into: &storage) == 1)
        #expect(storage.isEmpty)
    }
}
