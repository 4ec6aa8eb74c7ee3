/* What the processor does at most: fused multiply-adds of vectors, from registers and from memory.
 *
 *   cc -O2 -march=native -ffp-contract=fast -DLANES=4 peak.c     128 bits, the most of WebAssembly
 *   cc -O2 -march=native -ffp-contract=fast peak.c               the widest that the compiler knows here
 *   … -DREAD peak.c                                              each number read once a turn
 *
 * Protocol as in rnn.c; a unit of work is 8 million operations. With READ the numbers are as many as the
 * weights that reading a character takes, H (H + V), so that they lie where a network's weights lie.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifndef LANES
#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif
#endif

typedef float vector __attribute__((vector_size(4 * LANES)));

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

#ifdef READ
#define NUMBERS(H) ((size_t)(H) * ((H) + 64))
#endif

int main(int argc, char **argv) {
  volatile float one = 1, tiny = 1e-9f;
  vector a, b;
  for (int i = 0; i < LANES; i++) a[i] = one, b[i] = tiny;
  /* Twelve sums that do not wait for each other keep two units with a latency of four cycles busy; they
     begin differently, or the compiler would compute one. */
  vector s0 = b, s1 = 2 * b, s2 = 3 * b, s3 = 4 * b, s4 = 5 * b, s5 = 6 * b, s6 = 7 * b, s7 = 8 * b;
  vector s8 = 9 * b, s9 = 10 * b, s10 = 11 * b, s11 = 12 * b;
#ifdef READ
  int H = argc == 5 ? atoi(argv[3]) : 100;
  long blocks = NUMBERS(H) / (12 * LANES) + 1;
  vector *w = aligned_alloc(64, blocks * 12 * sizeof(vector));
  for (long i = 0; i < blocks * 12; i++) w[i] = b;
#endif
  printf("ready\n");
  fflush(stdout);
  long units;
  while (scanf("%ld", &units) == 1) {
    double start = seconds();
    long steps = units * 1000000 * 4 / (12 * LANES);
#ifdef READ
    vector *p = w, *end = w + blocks * 12;
    for (long i = 0; i < steps; i++) {
      s0 += p[0] * a, s1 += p[1] * a, s2 += p[2] * a, s3 += p[3] * a;
      s4 += p[4] * a, s5 += p[5] * a, s6 += p[6] * a, s7 += p[7] * a;
      s8 += p[8] * a, s9 += p[9] * a, s10 += p[10] * a, s11 += p[11] * a;
      p = p + 12 == end ? w : p + 12;
    }
#else
    for (long i = 0; i < steps; i++) {
      s0 = s0 * a + b, s1 = s1 * a + b, s2 = s2 * a + b, s3 = s3 * a + b;
      s4 = s4 * a + b, s5 = s5 * a + b, s6 = s6 * a + b, s7 = s7 * a + b;
      s8 = s8 * a + b, s9 = s9 * a + b, s10 = s10 * a + b, s11 = s11 * a + b;
    }
#endif
    double taken = seconds() - start;
    vector sum = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
    printf("%.9f %f\n", taken, sum[0]);
    fflush(stdout);
  }
  return 0;
}
