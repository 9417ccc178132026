import Bytes
import Testing

@Suite("Sixteen bytes at a time")
struct ByteVectorTests {
    @Test("the first of any true lanes is found, and none is sixteen", arguments: 0...16)
    func firstTrue(lane: Int) {
        for last in lane...16 {
            var bytes = ByteVector(repeating: 0)
            for place in lane..<16 where place == lane || place >= last { bytes[place] = 1 }
            let mask = bytes .== ByteVector(repeating: 1)
            #expect(mask.firstTrue == lane)
            #expect(mask.isAnyTrue == (lane < 16))
        }
    }

    @Test("a vector is the bytes at its place, and its words are theirs")
    func load() {
        let bytes = (0..<40).map { UInt8($0) }
        for start in 0...24 {
            let vector = bytes.span.vector(at: start)
            for lane in 0..<16 { #expect(vector[lane] == bytes[start + lane]) }
            let (first, last) = (bytes.span.word(at: start), bytes.span.word(at: start + 8))
            #expect(vector.firstWord == first && vector.lastWord == last)
        }
    }

    @Test("bytes that are not there stop the process", arguments: [-1, 1, Int.max, Int.min])
    func outside(start: Int) async {
        await #expect(processExitsWith: .failure) { [start] in
            let bytes = [UInt8](repeating: 0, count: 16)
            let vector = bytes.span.vector(at: start)
            precondition(vector[0] == 0, "the vector is looked at, so that it is loaded")
        }
    }

    @Test("the first of a byte is found from anywhere to anywhere, as one by one")
    func place() {
        for count in [0, 1, 15, 16, 17, 33, 50] {
            for target in 0...count {
                var bytes = [UInt8](repeating: 1, count: count + 1)
                bytes[target] = 7
                for start in [0, 1, 16, count] where start <= count {
                    let expected = (start..<count).first { bytes[$0] == 7 } ?? count
                    let found = bytes.span.place(of: 7, from: start, before: count)
                    #expect(found == expected)
                }
            }
        }
    }
}
