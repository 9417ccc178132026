import TestKit
import Testing

@testable import Postgres

@Suite struct FIFOTests {
    @Test("it behaves like an array that is taken from the front, whatever is done in whatever order")
    func model() {
        var random = SeededRandom(seed: 0xf1f0)
        var queue = FIFO<Int>()
        var model: [Int] = []
        for step in 0..<20_000 {
            switch random.below(10) {
            case 0..<5:
                queue.append(step)
                model.append(step)
            case 5..<9:
                let first = model.isEmpty ? nil : model.removeFirst()
                #expect(queue.removeFirst() == first)
            default:
                let bit = Int(random.below(7))
                queue.removeAll { $0 % 7 == bit }
                model.removeAll { $0 % 7 == bit }
            }
            #expect(queue.count == model.count)
            #expect(queue.first == model.first)
            #expect(queue[model.count] == nil)
        }
        var visited: [Int] = []
        queue.visitEach { visited.append($0) }
        #expect(visited == model)
    }
}
