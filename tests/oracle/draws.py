"""The same uniform numbers in Python and in draws.ts (mulberry32), so that goldens need not hold their inputs."""
M = 0xFFFFFFFF


class Draws:
    def __init__(self, seed):
        self.a = seed & M

    def uniform(self):
        self.a = (self.a + 0x6D2B79F5) & M
        t = self.a
        t = ((t ^ (t >> 15)) * (t | 1)) & M
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & M)) & M
        return ((t ^ (t >> 14)) & M) / 4294967296

    def bell(self):
        """The sum of four uniforms, shifted and scaled to mean 0 and a variance near 1."""
        u = [self.uniform() for _ in range(4)]
        return (u[0] + u[1] + u[2] + u[3] - 2) * 1.75

    def below(self, n):
        return int(self.uniform() * n)
