import Testing

@testable import Observability

struct LogBufferTests {
    private func append(_ count: Int, to buffer: inout LogBuffer, isUrgent: Bool) -> LogBuffer.Wake {
        buffer.append([UInt8](repeating: 1, count: count).span, isUrgent: isUrgent)
    }

    @Test("the writer is called once for a run of lines, and again, at once, for what cannot wait")
    func calls() {
        var buffer = LogBuffer()
        var storage: [UInt8] = []
        #expect(append(1, to: &buffer, isUrgent: false) == .soon)
        #expect(append(1, to: &buffer, isUrgent: false) == .none)
        #expect(append(1, to: &buffer, isUrgent: true) == .now)
        #expect(append(1, to: &buffer, isUrgent: true) == .none)
        #expect(append(1, to: &buffer, isUrgent: false) == .none)
        #expect(buffer.take(into: &storage) == 0)
        #expect(storage.count == 5)
        storage.removeAll()
        #expect(buffer.take(into: &storage) == nil)
        #expect(append(1, to: &buffer, isUrgent: false) == .soon)
    }

    @Test("a full batch is written without waiting")
    func fullBatch() {
        var buffer = LogBuffer()
        #expect(append(ObservabilityLimits.logBatchBytes - 1, to: &buffer, isUrgent: false) == .soon)
        #expect(append(1, to: &buffer, isUrgent: false) == .now)
        #expect(append(1, to: &buffer, isUrgent: false) == .none)
    }

    @Test("the buffer holds its limit exactly; a byte more is dropped and told once")
    func bound() {
        var buffer = LogBuffer()
        var storage: [UInt8] = []
        _ = append(ObservabilityLimits.logBufferBytes - 1, to: &buffer, isUrgent: false)
        _ = append(2, to: &buffer, isUrgent: false)
        _ = append(1, to: &buffer, isUrgent: false)
        _ = append(1, to: &buffer, isUrgent: true)
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
        #expect(append(1, to: &buffer, isUrgent: true) == .none)
        #expect(buffer.take(into: &storage) == 1)
        #expect(storage.isEmpty)
    }
}
